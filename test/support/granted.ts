import { Stack } from "aws-cdk-lib";
import { Template } from "aws-cdk-lib/assertions";
import { Role, ServicePrincipal } from "aws-cdk-lib/aws-iam";
import {
	Code,
	Function as LambdaFunction,
	Runtime,
} from "aws-cdk-lib/aws-lambda";
import { GmailSender } from "../../infra/constructs/gmail-sender.ts";
import type { IGmailSender } from "../../infra/constructs/i-gmail-sender.ts";
import type { ImportOptions } from "../../infra/constructs/imported/imported-gmail-sender.ts";
import { newApp } from "./synth.ts";

/** A statement of an IAM policy as a template has it. */
export interface Statement {
	readonly Action: string | readonly string[];
	readonly Resource: unknown;
	readonly Condition?: unknown;
}

/** A role of some workload, with the statements it has been granted. */
export function workload(stack: Stack, id = "Workload") {
	const role = new Role(stack, id, {
		assumedBy: new ServicePrincipal("lambda.amazonaws.com"),
	});
	return { role, statements: () => statementsOfRole(stack, role) };
}

/** A function of some workload, with its variables and the statements it has been granted. */
export function workingFunction(stack: Stack, id = "Worker") {
	const fn = new LambdaFunction(stack, id, {
		runtime: Runtime.NODEJS_24_X,
		handler: "index.handler",
		code: Code.fromInline("exports.handler = async () => {};"),
	});
	return {
		fn,
		variables: (): Readonly<Record<string, unknown>> => {
			const id = stack.resolve(fn.functionArn)["Fn::GetAtt"][0];
			const { Properties } =
				Template.fromStack(stack).toJSON().Resources[id] ?? {};
			return Properties?.Environment?.Variables ?? {};
		},
		statements: () => statementsOfRole(stack, fn.role as Role),
	};
}

export function statementsOfRole(
	stack: Stack,
	role: Role,
): readonly Statement[] {
	const id = stack.resolve(role.roleName).Ref;
	return Object.values(
		Template.fromStack(stack).findResources("AWS::IAM::Policy"),
	)
		.map(({ Properties }) => Properties)
		.filter(({ Roles }) => Roles.some(({ Ref }: { Ref: string }) => Ref === id))
		.flatMap(({ PolicyDocument }) => PolicyDocument.Statement);
}

export const OWNER = "111111111111";

/** The value of another stack's manifest output. */
export function manifestWith(fields: object = {}): string {
	return JSON.stringify({
		kind: "sqs-gmail-sender",
		version: 1,
		queueArn: `arn:aws:sqs:eu-west-1:${OWNER}:mail`,
		tableName: "mail-state",
		payloadBucketName: "mail-payloads",
		...fields,
	});
}

/** A stack that imports a sender: of the same account, unless another is given. */
export function importedSender(
	options: {
		readonly account?: string;
		readonly manifest?: string;
		readonly byQueueArn?: boolean;
		readonly allows?: ImportOptions;
	} = {},
): { readonly stack: Stack; readonly sender: IGmailSender } {
	const { account = OWNER, manifest = manifestWith(), allows } = options;
	const stack = new Stack(newApp(), "Team", {
		env: { account, region: "eu-west-1" },
	});
	const sender = options.byQueueArn
		? GmailSender.fromQueueArn(
				stack,
				"Mail",
				`arn:aws:sqs:eu-west-1:${OWNER}:mail`,
				allows,
			)
		: GmailSender.fromManifest(stack, "Mail", manifest, allows);
	return { stack, sender };
}
