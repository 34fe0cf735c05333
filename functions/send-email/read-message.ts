import { type Batch, grantedName, producerOf } from "./batch.ts";
import type { KeyedMessage } from "./claim.ts";
import { DEAD_LETTER_ATTRIBUTE } from "./contract.ts";
import type { QueueRecord } from "./deps.ts";
import { type Rule, ruleFor } from "./domain/control.ts";
import { readFacts } from "./domain/dead-letter.ts";
import { type Problem, parseMessage, recipientsOf } from "./domain/message.ts";

/** A record whose body was read: a message with its key, or what is wrong with it. */
export type ReadMessage =
	| {
			readonly kind: "rejected";
			readonly record: QueueRecord;
			readonly key: string;
			readonly problems: readonly Problem[];
	  }
	| {
			readonly kind: "keyed";
			readonly record: QueueRecord;
			readonly keyed: KeyedMessage;
			readonly producer: string;
			readonly recipients: number;
			/** Its producer no longer wants it sent. */
			readonly expired: boolean;
			/** Urgent, by a producer that may say so. */
			readonly high: boolean;
			/** What an operator wants done with it. */
			readonly rule: Rule | undefined;
	  };

/** Reads a record's body; nothing is claimed yet. */
export function readMessage(
	record: QueueRecord,
	rules: readonly Rule[],
	batch: Batch,
): ReadMessage {
	const redriven = readFacts(record.attributes[DEAD_LETTER_ATTRIBUTE]?.value);
	const parsed = parseMessage(record.body);
	if (parsed.kind === "invalid") {
		const key = parsed.id ?? redriven?.key ?? record.messageId;
		return { kind: "rejected", record, key, problems: parsed.problems };
	}
	const { message } = parsed;
	const key = message.id ?? redriven?.key ?? record.messageId;
	const producer = producerOf(record, batch);
	return {
		kind: "keyed",
		record,
		keyed: {
			record,
			message,
			key,
			producer,
			redrivenFailure: redriven?.failure,
		},
		producer,
		recipients: recipientsOf(message).length,
		expired:
			message.notAfter !== undefined &&
			message.notAfter <= batch.deps.clock.now(),
		high: message.priority === "high" && mayBeUrgent(record, batch),
		rule: ruleFor(
			rules,
			{ producer, id: key, tags: message.tags, sentAt: record.sentAt },
			batch.deps.clock.now(),
		),
	};
}

// What was redriven is not: its producer's name is only told, by whoever redrove it.
function mayBeUrgent(record: QueueRecord, batch: Batch): boolean {
	const name = grantedName(record, batch);
	return name !== undefined && batch.deps.config.highPriority.includes(name);
}
