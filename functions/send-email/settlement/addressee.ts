import type { Outcome } from "../../../core/delivery/outcome.ts";
import type { Batch } from "../batch.ts";
import { producerOf } from "../producer.ts";
import type { Deliverable, QueueRecord } from "../record.ts";

/** Who is told what became of a message, and what it is called. */
export interface Addressee {
	readonly record: QueueRecord;
	readonly key: string;
	/** Who sent it first: a redrive bears the operator's id, and the row still knows. */
	readonly producer: string;
	/** It tells of an outcome itself: no event tells of its own. */
	readonly noEvents: boolean;
	/** Of Step Functions, which waits for the outcome; undefined: nobody waits. */
	readonly taskToken: string | undefined;
	readonly tags?: Readonly<Record<string, string>>;
}

export function addresseeOf(
	outcome: Outcome,
	message: Deliverable,
	batch: Batch,
): Addressee {
	const { record } = message;
	if (message.kind === "rejected") {
		const { key, noEvents, taskToken } = message.rejection;
		const producer = producerOf(record, batch);
		return { record, key, producer, noEvents, taskToken };
	}
	const { key, noEvents } = message;
	const { tags, taskToken } = message.message;
	const first = "row" in outcome ? outcome.row.producer : undefined;
	return {
		record,
		key,
		producer: first ?? message.producer,
		noEvents,
		taskToken,
		...(Object.keys(tags).length === 0 ? {} : { tags }),
	};
}

/** What a log line says of it. */
export function about(to: Addressee) {
	return { ...named(to), sqsMessageId: to.record.messageId };
}

/** What an event says of it. */
export function named({ key, producer, tags }: Addressee) {
	return { id: key, producer, ...(tags === undefined ? {} : { tags }) };
}
