import { Annotations, type App } from "aws-cdk-lib";
import { GmailSenderStack } from "./gmail-sender-stack.ts";
import { PLACEHOLDER, readSenders } from "./senders.ts";
import type { SenderEntry } from "./senders-schema.ts";

/** Adds a stack for each sender of the file of senders. `ops` is how the operator's commands are called. */
export function addSenders(app: App, ops: string): void {
	const entries = orExit(() => readSenders(app.node.tryGetContext("senders")));
	for (const entry of entries) {
		const { account, region, name } = entry;
		const stack = orExit(
			() =>
				new GmailSenderStack(app, idOf(entry, entries), entry, {
					env: { account, region },
					stackName: `GmailSender-${name}`,
					ops,
				}),
		);
		if (entry.mailbox === PLACEHOLDER) {
			Annotations.of(stack).addWarningV2(
				"sqs-gmail-sender:placeholder",
				"senders.json still names the example mailbox: put your own there before you deploy",
			);
		}
	}
}

/** One name may stand for senders in several accounts and regions; their stacks need ids of their own. */
function idOf(
	{ name, account, region }: SenderEntry,
	entries: readonly SenderEntry[],
): string {
	const isOnly = entries.filter((entry) => entry.name === name).length === 1;
	return [`GmailSender-${name}`, ...(isOnly ? [] : [account, region])]
		.filter((part) => part !== undefined)
		.join("-");
}

/** What is wrong with the settings is told in a sentence, without a stack trace. */
function orExit<T>(create: () => T): T {
	try {
		return create();
	} catch (error) {
		console.error(error instanceof Error ? error.message : error);
		process.exit(1);
	}
}
