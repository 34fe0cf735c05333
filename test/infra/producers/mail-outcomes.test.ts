import { runInNewContext } from "node:vm";
import { Stack, Validations } from "aws-cdk-lib";
import { Annotations, Match, Template } from "aws-cdk-lib/assertions";
import { EventBus } from "aws-cdk-lib/aws-events";
import { Key } from "aws-cdk-lib/aws-kms";
import * as lambda from "aws-cdk-lib/aws-lambda";
import { Queue } from "aws-cdk-lib/aws-sqs";
import { AwsSolutionsChecks, ServerlessChecks } from "cdk-nag";
import { matchesPattern } from "local-aws";
import { describe, expect, test } from "vitest";
import { GmailSender, type ImportOptions } from "../../../infra/index.ts";
import {
	MailOutcomes,
	type MailOutcomesProps,
} from "../../../infra/producers/mail-outcomes.ts";
import { HOME, newApp, stackWith } from "../../support/synth.ts";

/** The account and region of a producer that is not the sender's. */
const AWAY = { account: "222222222222", region: "eu-west-1" } as const;
const ARN = `arn:aws:sqs:eu-west-1:${HOME.account}:mail`;
const BUS = `arn:aws:events:eu-west-1:${AWAY.account}:event-bus/default`;

/** A sender's own stack, and a way to listen in it. */
function owner(env: object = { env: HOME }) {
	const { stack, sender } = stackWith({ name: "mail" }, { stack: env });
	const listen = (props: Omit<MailOutcomesProps, "sender">) =>
		new MailOutcomes(stack, "Outcomes", { sender, ...props });
	return { stack, sender, listen };
}

/** A stack that imports the sender. */
function producer(
	place: object,
	options: ImportOptions = {},
	manifest?: object,
) {
	const stack = new Stack(newApp(), "Orders", place);
	const sender =
		manifest === undefined
			? GmailSender.fromQueueArn(stack, "Mail", ARN, options)
			: GmailSender.fromManifest(
					stack,
					"Mail",
					JSON.stringify({
						kind: "sqs-gmail-sender",
						version: 1,
						queueArn: ARN,
						...manifest,
					}),
					options,
				);
	const listen = (props: Omit<MailOutcomesProps, "sender">) =>
		new MailOutcomes(stack, "Outcomes", { sender, ...props });
	return { stack, sender, listen };
}

const newFunction = (stack: Stack) =>
	new lambda.Function(stack, "Listener", {
		code: lambda.Code.fromInline("x"),
		handler: "index.handler",
		runtime: lambda.Runtime.NODEJS_24_X,
	});

/** The rule's properties, whatever rules the sender has itself. */
function ruleOf(stack: Stack) {
	const [rule] = Object.entries(
		Template.fromStack(stack).findResources("AWS::Events::Rule"),
	).filter(([id]) => id.startsWith("Outcomes"));
	return rule?.[1].Properties;
}

const patternOf = (stack: Stack) => ruleOf(stack).EventPattern;

/** An outcome event, as the sender puts it on the bus. */
const event = (fields: object = {}, type = "Email Failed") => ({
	version: "0",
	source: "sqs-gmail-sender",
	"detail-type": type,
	account: HOME.account,
	region: HOME.region,
	resources: [],
	detail: {
		version: 1,
		sender: "mail",
		outcome: "failed",
		id: "order-1",
		producer: "billing",
		...fields,
	},
});

const warningsOf = (stack: Stack) =>
	Annotations.fromStack(stack)
		.findWarning("*", Match.anyValue())
		.map(({ entry }) => String(entry.data));

/** The statement in a warning's or error's sentence. */
const statementIn = (sentence = "") =>
	JSON.parse(/\{"Action.*\}(?= \[|$)/.exec(sentence)?.[0] ?? "{}");

function messageOf(act: () => unknown): string {
	try {
		act();
	} catch (error) {
		return error instanceof Error ? error.message : String(error);
	}
	return "nothing was thrown";
}

describe("MailOutcomes hears of", () => {
	test("mail of the producer that failed, expired or is in doubt, and of no other", () => {
		const { stack, listen } = owner();
		listen({ producer: "billing", target: new Queue(stack, "Failed") });
		const pattern = patternOf(stack);
		for (const type of ["Email Failed", "Email Expired", "Email In Doubt"])
			expect(matchesPattern(pattern, event({}, type))).toBe(true);
		expect(matchesPattern(pattern, event({}, "Email Sent"))).toBe(false);
		expect(matchesPattern(pattern, event({ producer: "shop" }))).toBe(false);
		expect(matchesPattern(pattern, event({ sender: "news" }))).toBe(false);
		expect(matchesPattern(pattern, { ...event(), source: "shop" })).toBe(false);
	});

	test("the outcomes that are asked for", () => {
		const { stack, listen } = owner();
		listen({ outcomes: ["sent"], target: new Queue(stack, "Sent") });
		const pattern = patternOf(stack);
		expect(matchesPattern(pattern, event({}, "Email Sent"))).toBe(true);
		expect(matchesPattern(pattern, event())).toBe(false);
	});

	test("everybody's mail without a producer", () => {
		const { stack, listen } = owner();
		listen({ target: new Queue(stack, "Failed") });
		expect(matchesPattern(patternOf(stack), event({ producer: "x" }))).toBe(
			true,
		);
	});

	test.each([
		["by its queue, of senders of any name", undefined, true],
		["by its manifest, of that sender", { name: "mail" }, false],
	])("an imported sender, %s", (_what, manifest, hearsNamesake) => {
		const { stack, listen } = producer({ env: HOME }, {}, manifest);
		listen({ producer: "billing", target: new Queue(stack, "Failed") });
		const pattern = patternOf(stack);
		expect(matchesPattern(pattern, event())).toBe(true);
		expect(matchesPattern(pattern, event({ sender: "news" }))).toBe(
			hearsNamesake,
		);
		expect(warningsOf(stack)).toEqual([]);
	});
});

describe("MailOutcomes may", () => {
	test("send to a queue of its app by that one rule", () => {
		const { stack, listen } = owner();
		const queue = new Queue(stack, "Failed");
		listen({ target: queue });
		const policy = Template.fromStack(stack).findResources(
			"AWS::SQS::QueuePolicy",
			{ Properties: { Queues: [stack.resolve(queue.queueUrl)] } },
		);
		const [{ Properties } = { Properties: undefined }] = Object.values(policy);
		expect(Properties.PolicyDocument.Statement).toEqual([
			{
				Sid: expect.stringMatching(/^Rule\w{8}$/),
				Effect: "Allow",
				Principal: { Service: "events.amazonaws.com" },
				Action: "sqs:SendMessage",
				Resource: stack.resolve(queue.queueArn),
				Condition: {
					ArnEquals: {
						"aws:SourceArn": {
							"Fn::GetAtt": [expect.stringMatching(/^Outcomes/), "Arn"],
						},
					},
				},
			},
		]);
		expect(ruleOf(stack).Targets[0].RoleArn).toBeUndefined();
	});

	test("use the key of a queue of its app", () => {
		const { stack, listen } = owner();
		const encryptionMasterKey = new Key(stack, "Key");
		listen({ target: new Queue(stack, "Failed", { encryptionMasterKey }) });
		const [key] = Object.values(
			Template.fromStack(stack).findResources("AWS::KMS::Key"),
		);
		expect(key?.Properties.KeyPolicy.Statement).toContainEqual({
			Sid: "MailOfEvents",
			Effect: "Allow",
			Principal: { Service: "events.amazonaws.com" },
			Action: ["kms:Decrypt", "kms:GenerateDataKey"],
			Resource: "*",
		});
	});

	test("call a function of its app by that one rule", () => {
		const { stack, listen } = owner();
		listen({ target: newFunction(stack) });
		Template.fromStack(stack).hasResourceProperties("AWS::Lambda::Permission", {
			Action: "lambda:InvokeFunction",
			FunctionName: {
				"Fn::GetAtt": [Match.stringLikeRegexp("Listener"), "Arn"],
			},
			Principal: "events.amazonaws.com",
			SourceArn: { "Fn::GetAtt": [Match.stringLikeRegexp("Outcomes"), "Arn"] },
		});
	});

	test("send to a queue of another stack of its app, without a circle", () => {
		const { stack, listen } = owner();
		const team = new Stack(stack.node.root, "Orders", { env: HOME });
		listen({ target: new Queue(team, "Failed") });
		expect(() => Template.fromStack(team)).not.toThrow();
		expect(team.dependencies).toEqual([]);
	});

	test("put events on another account's bus, and do nothing else", () => {
		const { stack, listen } = owner();
		listen({ target: EventBus.fromEventBusArn(stack, "Bus", BUS) });
		const template = Template.fromStack(stack);
		template.hasResourceProperties("AWS::IAM::Policy", {
			PolicyDocument: {
				Statement: [
					{ Action: "events:PutEvents", Effect: "Allow", Resource: BUS },
				],
			},
		});
		template.hasResourceProperties("AWS::IAM::Role", {
			AssumeRolePolicyDocument: {
				Statement: [
					{
						Action: "sts:AssumeRole",
						Effect: "Allow",
						Principal: { Service: "events.amazonaws.com" },
						Condition: {
							StringEquals: { "aws:SourceAccount": HOME.account },
						},
					},
				],
			},
		});
		const [target] = ruleOf(stack).Targets;
		expect(target).toMatchObject({ Arn: BUS, RoleArn: expect.anything() });
	});
});

describe("MailOutcomes asks the owner of its target for a statement:", () => {
	test("of another account's bus", () => {
		const { stack, listen } = owner();
		listen({ target: EventBus.fromEventBusArn(stack, "Bus", BUS) });
		const [warning] = warningsOf(stack);
		expect(warning).toContain(
			`unless the policy of the event bus ${BUS} has this statement`,
		);
		expect(statementIn(warning)).toEqual({
			Sid: expect.stringMatching(/^MailOutcomes\w{8}$/),
			Effect: "Allow",
			Principal: { AWS: `arn:aws:iam::${HOME.account}:root` },
			Action: "events:PutEvents",
			Resource: BUS,
			Condition: {
				"ForAllValues:StringEquals": { "events:source": "sqs-gmail-sender" },
			},
		});
	});

	test("of another account's bus, where its own account is known at the deployment only", () => {
		const { stack, listen } = owner({});
		listen({ target: EventBus.fromEventBusArn(stack, "Bus", BUS) });
		const [warning] = warningsOf(stack);
		expect(warning).toContain("(what stands in < > is known once");
		expect(statementIn(warning).Principal.AWS).toBe(
			"arn:<AWS::Partition>:iam::<AWS::AccountId>:root",
		);
	});

	test("of a queue of the same account", () => {
		const { stack, listen } = owner();
		const arn = `arn:aws:sqs:eu-west-1:${HOME.account}:failed`;
		listen({ target: Queue.fromQueueArn(stack, "Failed", arn) });
		expect(statementIn(warningsOf(stack)[0])).toMatchObject({
			Principal: { Service: "events.amazonaws.com" },
			Action: "sqs:SendMessage",
			Resource: arn,
			Condition: {
				ArnEquals: { "aws:SourceArn": "<Team/Outcomes/Resource/Resource.Arn>" },
			},
		});
	});

	test("of a queue of another account, to which it sends by a role", () => {
		const { stack, listen } = owner();
		const arn = `arn:aws:sqs:eu-west-1:${AWAY.account}:failed`;
		listen({ target: Queue.fromQueueArn(stack, "Failed", arn) });
		expect(statementIn(warningsOf(stack)[0])).toMatchObject({
			Principal: { AWS: `arn:aws:iam::${HOME.account}:root` },
			Action: "sqs:SendMessage",
			Resource: arn,
			Condition: {
				ArnLike: {
					"aws:PrincipalArn": expect.stringMatching(
						/:role\/Team-Outcomes-.*-eu-west-1$/,
					),
				},
			},
		});
		expect(ruleOf(stack).Targets[0].RoleArn).toBeDefined();
	});

	test("of such a queue's key", () => {
		const { stack, listen } = owner();
		const queueArn = `arn:aws:sqs:eu-west-1:${HOME.account}:failed`;
		const keyArn = `arn:aws:kms:eu-west-1:${HOME.account}:key/1234`;
		listen({
			target: Queue.fromQueueAttributes(stack, "Failed", { queueArn, keyArn }),
		});
		expect(warningsOf(stack)).toHaveLength(2);
		expect(warningsOf(stack).join()).toContain(`policy of the key ${keyArn}`);
	});

	test.each([
		[
			"a bus of its account",
			`arn:aws:events:eu-west-1:${HOME.account}:event-bus/mail`,
		],
		[
			"a bus of its account in another region",
			`arn:aws:events:us-east-1:${HOME.account}:event-bus/default`,
		],
	])("of %s there is none to ask for", (_what, arn) => {
		const { stack, listen } = owner();
		listen({ target: EventBus.fromEventBusArn(stack, "Bus", arn) });
		expect(warningsOf(stack)).toEqual([]);
	});
});

describe("MailOutcomes in another place than the sender", () => {
	const heard = { producer: "billing", outcomes: ["failed"] } as const;
	const elsewhere = { env: { ...HOME, region: "us-east-1" } };

	/** What the synth prints for the sender's owner. */
	function ownersPart(place: object): string {
		const { stack, listen } = producer(place);
		const said = messageOf(() =>
			listen({ ...heard, target: new Queue(stack, "Failed") }),
		);
		expect(said).toMatch(
			/^Cannot hear of the mail of Orders\/Mail from .* its outcome events are on the default event bus of account 111111111111 and region eu-west-1\. Ask its owner to deploy this, and then import it with \{ forwardsOutcomes: true \}: new /,
		);
		return said.slice(said.indexOf("new MailOutcomes"));
	}

	test.each([
		["account", { env: AWAY }],
		["region", elsewhere],
	])("hears by what the owner is told to deploy: another %s", (_of, place) => {
		const home = owner();
		const code = ownersPart(place).replaceAll("this", "stack");
		runInNewContext(code, {
			...{ MailOutcomes, EventBus, stack: home.stack, mail: home.sender },
		});
		const away = producer(place, { forwardsOutcomes: true });
		away.listen({ ...heard, target: new Queue(away.stack, "Failed") });
		for (const { stack } of [home, away]) {
			const pattern = patternOf(stack);
			expect(matchesPattern(pattern, event())).toBe(true);
			expect(matchesPattern(pattern, event({}, "Email Expired"))).toBe(false);
			expect(matchesPattern(pattern, event({ producer: "x" }))).toBe(false);
		}
		const [target] = ruleOf(home.stack).Targets;
		expect(target.Arn).toBe(
			`arn:aws:events:${place.env.region}:${place.env.account}:event-bus/default`,
		);
	});

	test("takes from the sender's account alone, by the statement that its owner was told to ask for", () => {
		const home = owner();
		home.listen({ target: EventBus.fromEventBusArn(home.stack, "Bus", BUS) });
		const { stack, listen } = producer(
			{ env: AWAY },
			{ forwardsOutcomes: true },
		);
		listen({ target: new Queue(stack, "Failed") });
		const event222 = { ...event(), account: AWAY.account };
		expect(matchesPattern(patternOf(stack), event222)).toBe(false);
		const [policy] = Object.values(
			Template.fromStack(stack).findResources("AWS::Events::EventBusPolicy"),
		);
		const { StatementId, Statement } = policy?.Properties ?? {};
		expect(StatementId).toBe(Statement.Sid);
		const asked = statementIn(warningsOf(home.stack)[0]);
		expect({ ...Statement, Sid: asked.Sid }).toEqual(asked);
	});

	test("warns when it can't tell whether it is", () => {
		const { stack, listen } = producer({});
		listen({ target: new Queue(stack, "Failed") });
		expect(warningsOf(stack)).toEqual([
			expect.stringMatching(
				/^Orders\/Outcomes hears of mail only if it is deployed to account 111111111111 and region eu-west-1.*set env of the stack/,
			),
		]);
	});
});

describe("MailOutcomes refuses", () => {
	const FIFO = `arn:aws:sqs:eu-west-1:${HOME.account}:failed.fifo`;
	const FN = `arn:aws:lambda:eu-west-1:${AWAY.account}:function:hear`;
	const queue = (stack: Stack) => new Queue(stack, "Failed");
	test.each<
		[
			what: string,
			props: (stack: Stack) => Omit<MailOutcomesProps, "sender">,
			sentence: RegExp,
		]
	>([
		[
			"no outcome",
			(stack) => ({ outcomes: [], target: queue(stack) }),
			/outcomes \[\] at Team\/Outcomes: allowed is a list of sent, failed, expired, in-doubt$/,
		],
		[
			"no producer's name",
			(stack) => ({ producer: "Billing team", target: queue(stack) }),
			/producer "Billing team" .*: allowed is the name that .*AROA/,
		],
		[
			"a FIFO queue",
			(stack) => ({ target: Queue.fromQueueArn(stack, "Failed", FIFO) }),
			/it is a FIFO queue.*: allowed is a standard queue/,
		],
		[
			"a queue of another region",
			(stack) => ({
				target: Queue.fromQueueArn(
					stack,
					"Failed",
					FIFO.replace("eu-west-1", "us-east-1").slice(0, -5),
				),
			}),
			/only targets in its own region/,
		],
		[
			"a function of another account",
			(stack) => ({ target: lambda.Function.fromFunctionArn(stack, "Fn", FN) }),
			/it is in account 222222222222 .*: allowed is a function in 111111111111 and eu-west-1, or the default event bus/,
		],
		[
			"the bus where the events are",
			(stack) => ({
				target: EventBus.fromEventBusName(stack, "Bus", "default"),
			}),
			/they are on it already: allowed is a queue, a function, or another/,
		],
	])("%s", (_what, props, sentence) => {
		const { stack, listen } = owner();
		expect(() => listen(props(stack))).toThrow(sentence);
	});

	test("to forward what was forwarded", () => {
		const { stack, listen } = producer(
			{ env: AWAY },
			{ forwardsOutcomes: true },
		);
		expect(() => listen({ target: new EventBus(stack, "Bus") })).toThrow(
			/forwarded to this account already, .*: allowed is a queue or a function/,
		);
	});

	test("the sender's own queue, as each mail would make another one", () => {
		const app = newApp();
		const { stack, sender } = stackWith({}, { app });
		new MailOutcomes(stack, "Outcomes", { sender, target: sender.queue });
		expect(() => app.synth()).toThrow(/takes this sender's own outcome events/);
	});
});

test("MailOutcomes is clean for the security rules", () => {
	const app = newApp();
	const { stack, sender } = stackWith({}, { app, stack: { env: HOME } });
	const target = EventBus.fromEventBusArn(stack, "Bus", BUS);
	new MailOutcomes(stack, "Outcomes", { sender, target });
	Validations.of(app).addPlugins(
		new AwsSolutionsChecks(app),
		new ServerlessChecks(app),
	);
	expect(() => app.synth()).not.toThrow();
});
