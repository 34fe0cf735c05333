import { readFileSync } from "node:fs";
import { join } from "node:path";
import { App, type AppProps, Stack, type StackProps } from "aws-cdk-lib";
import { Template } from "aws-cdk-lib/assertions";
import { GmailSender } from "../../infra/constructs/gmail-sender.ts";
import type { GmailSenderProps } from "../../infra/constructs/gmail-sender-props.ts";
import type { Statement } from "./policy.ts";

const { context } = JSON.parse(
	readFileSync(join(import.meta.dirname, "..", "..", "cdk.json"), "utf8"),
);

export function newApp(props: AppProps = {}): App {
	return new App({ ...props, context: { ...context, ...props.context } });
}

/** A stack of somebody else's with one sender in it. */
export function stackWith(
	props: Partial<GmailSenderProps> = {},
	options: {
		readonly app?: App;
		readonly id?: string;
		readonly stack?: StackProps;
	} = {},
) {
	const stack = new Stack(
		options.app ?? newApp(),
		options.id ?? "Team",
		options.stack,
	);
	const sender = new GmailSender(stack, "Mail", {
		mailbox: `${options.id ?? "alerts"}@example.com`,
		mailboxType: "workspace",
		...props,
	});
	return { stack, sender };
}

export function templateWith(props: Partial<GmailSenderProps> = {}): Template {
	return Template.fromStack(stackWith(props).stack);
}

/** Account and region of a stack whose ARNs are to be readable. */
export const HOME = { account: "111111111111", region: "eu-west-1" } as const;

/** Statements of the queue's policy, without the one that asks for TLS. */
export function queueStatements(stack: Stack): readonly Statement[] {
	return statementsIn(stack, "AWS::SQS::QueuePolicy", "PolicyDocument").filter(
		({ Effect }) => Effect === "Allow",
	);
}

/** Statements of every key's policy, without the account's own right. */
export function keyStatements(stack: Stack): readonly Statement[] {
	return statementsIn(stack, "AWS::KMS::Key", "KeyPolicy").filter(
		({ Action }) => Action !== "kms:*",
	);
}

/** Variables of the sending function. */
export function sendingEnvironment(stack: Stack): Record<string, unknown> {
	const [fn] = Object.values(
		Template.fromStack(stack).findResources("AWS::Lambda::Function"),
	).filter(({ Properties }) => /^Sends/.test(Properties.Description));
	return fn?.Properties.Environment.Variables;
}

function statementsIn(
	stack: Stack,
	type: string,
	property: string,
): readonly Statement[] {
	return Object.values(Template.fromStack(stack).findResources(type)).flatMap(
		({ Properties }) => Properties[property].Statement,
	);
}
