import type { SqsQueue } from "local-aws";
import { DEAD_LETTER_ATTRIBUTE } from "../../core/contract.ts";
import type { BenchSender } from "../parts/sender.ts";
import type { Audit } from "./audit.ts";
import { indexIn } from "./messages.ts";

/** A queue of the sender's, as it is now. */
export function queueOf(
	bench: BenchSender,
	which: "queue" | "deadLetterQueue" = "queue",
): SqsQueue {
	const queue = bench[which];
	queue.processTimers();
	return queue;
}

/** How many messages are in the queue: ready, hidden or delayed. */
export function waitingIn(bench: BenchSender): number {
	const { messages, inflightMessages, delayedMessages } = queueOf(bench);
	return messages.length + inflightMessages.size + delayedMessages.length;
}

/** How many are hidden that are SENT: as their process was killed, SQS delivers them again. */
export function sentAndHidden(bench: BenchSender, audit: Audit): number {
	const { inflightMessages } = queueOf(bench);
	return [...inflightMessages.values()].filter(({ message }) =>
		audit.isSent(indexIn(message.body)),
	).length;
}

/** Shows the audit what is in the dead-letter queue, and empties it. */
export function readDeadLetters(bench: BenchSender, audit: Audit): void {
	const queue = queueOf(bench, "deadLetterQueue");
	for (const { body, messageAttributes } of queue.messages.splice(0)) {
		const attribute = messageAttributes[DEAD_LETTER_ATTRIBUTE] as
			| { readonly StringValue?: string }
			| undefined;
		const facts = JSON.parse(attribute?.StringValue ?? "{}");
		audit.deadLettered(body, facts.cause);
	}
}
