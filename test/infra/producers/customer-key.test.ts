import { Stack, Validations } from "aws-cdk-lib";
import { AuthorizationType, RestApi } from "aws-cdk-lib/aws-apigateway";
import { HttpApi, HttpMethod } from "aws-cdk-lib/aws-apigatewayv2";
import { Key } from "aws-cdk-lib/aws-kms";
import { Code, Function as Fn, Runtime } from "aws-cdk-lib/aws-lambda";
import { Schedule, ScheduleExpression } from "aws-cdk-lib/aws-scheduler";
import { Queue } from "aws-cdk-lib/aws-sqs";
import { DefinitionBody, StateMachine } from "aws-cdk-lib/aws-stepfunctions";
import { AwsSolutionsChecks, ServerlessChecks } from "cdk-nag";
import { describe, expect, test } from "vitest";
import {
	GmailSender,
	type IGmailSender,
	MailDestination,
	MailHttpIntegration,
	MailPipe,
	MailRestIntegration,
	MailScheduleTarget,
	MailTask,
	MailTopicRule,
} from "../../../infra/index.ts";
import { ELSEWHERE, imported, statementsFor } from "../../support/producers.ts";
import { newApp } from "../../support/synth.ts";

const KEY = "arn:aws:kms:eu-west-1:123456789012:key/1";
const MESSAGE = { to: "ann@example.com", subject: "Hello", text: "Hi" };

/** Service that sends → what makes it. */
const PRODUCERS: Readonly<
	Record<string, (stack: Stack, sender: IGmailSender) => void>
> = {
	scheduler: (stack, sender) =>
		new Schedule(stack, "Schedule", {
			schedule: ScheduleExpression.cron({}),
			target: new MailScheduleTarget(sender, { message: MESSAGE }),
		}),
	states: (stack, sender) =>
		new StateMachine(stack, "Machine", {
			definitionBody: DefinitionBody.fromChainable(
				new MailTask(stack, "Tell", { sender, message: MESSAGE }),
			),
		}),
	pipes: (stack, sender) =>
		new MailPipe(stack, "Pipe", {
			sender,
			source: new Queue(stack, "Source"),
			message: MESSAGE,
		}),
	iot: (stack, sender) =>
		new MailTopicRule(stack, "Rule", { sender, sql: "SELECT * FROM 'a'" }),
	lambda: (stack, sender) =>
		new Fn(stack, "Function", {
			runtime: Runtime.NODEJS_24_X,
			handler: "index.handler",
			code: Code.fromInline("exports.handler = () => {};"),
			onFailure: new MailDestination(sender),
		}),
	"apigateway (REST)": (stack, sender) =>
		new RestApi(stack, "Rest").root.addMethod(
			"POST",
			new MailRestIntegration(sender),
			{ authorizationType: AuthorizationType.IAM },
		),
	"apigateway (HTTP)": (stack, sender) =>
		new HttpApi(stack, "Http").addRoutes({
			path: "/mail",
			methods: [HttpMethod.POST],
			integration: new MailHttpIntegration(sender),
		}),
};

/** The keys that a service's role may use for sending. */
function keysOf(stack: Stack, service: string): readonly unknown[] {
	const [name = ""] = service.split(" ");
	return statementsFor(stack, `${name}.amazonaws.com`)
		.filter(({ Action }) => {
			const actions = [Action].flat();
			return (
				actions.includes("kms:Decrypt") &&
				actions.some((action) => /^kms:GenerateDataKey\*?$/.test(action))
			);
		})
		.map(({ Resource }) => Resource);
}

describe("a queue with a customer key", () => {
	test.each(Object.entries(PRODUCERS))(
		"of an imported sender lets %s send",
		(service, create) => {
			const { stack, sender } = imported({ encryptionKeyArn: KEY });
			create(stack, sender);
			expect(keysOf(stack, service)).toEqual([KEY]);
		},
	);

	test("of a sender of another stack lets each of them send, without a cycle", () => {
		const app = newApp();
		const mail = new Stack(app, "Team");
		const sender = new GmailSender(mail, "Mail", {
			mailbox: "alerts@example.com",
			mailboxType: "workspace",
			encryptionKey: new Key(mail, "Key"),
		});
		const stack = new Stack(app, "Orders");
		for (const create of Object.values(PRODUCERS)) create(stack, sender);
		for (const service of Object.keys(PRODUCERS)) {
			const [key, ...others] = new Set(
				keysOf(stack, service).map((arn) => JSON.stringify(arn)),
			);
			expect(key, service).toMatch(/GetAttKey.*Arn/);
			expect(others, service).toEqual([]);
		}
	});
});

describe("the security rules", () => {
	test("find nothing in what producers are given", () => {
		const app = newApp();
		const stack = new Stack(app, "Orders");
		const sender = GmailSender.fromQueueArn(stack, "Mail", ELSEWHERE);
		PRODUCERS.iot?.(stack, sender);
		new MailPipe(stack, "Pipe", {
			sender,
			source: Queue.fromQueueArn(stack, "Source", `${ELSEWHERE}-source`),
			message: MESSAGE,
		});
		PRODUCERS.scheduler?.(stack, sender);
		Validations.of(app).addPlugins(
			new AwsSolutionsChecks(app),
			new ServerlessChecks(app),
		);
		expect(() => app.synth()).not.toThrow();
	});
});
