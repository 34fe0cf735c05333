import { readFileSync } from "node:fs";
import { join } from "node:path";
import { App, type AppProps, Stack, type StackProps } from "aws-cdk-lib";
import { Template } from "aws-cdk-lib/assertions";
import { GmailSender } from "../../infra/constructs/gmail-sender.ts";
import type { GmailSenderProps } from "../../infra/constructs/gmail-sender-props.ts";

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
		mailbox: "alerts@example.com",
		mailboxType: "workspace",
		...props,
	});
	return { stack, sender };
}

export function templateWith(props: Partial<GmailSenderProps> = {}): Template {
	return Template.fromStack(stackWith(props).stack);
}
