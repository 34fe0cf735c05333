import type { Outcome } from "../../../core/delivery/outcome.ts";
import type { Place } from "../../../core/delivery/space.ts";
import type { Deliverable, Origin, QueueRecord } from "../record.ts";

/** Who is told what became of a message, and what it is called. */
export interface Addressee {
	readonly record: QueueRecord;
	readonly place: Place;
	readonly origin: Origin;
	/** Who sent it first: a redrive bears the operator's id, and the row still knows. */
	readonly producer: string;
	/** It tells of an outcome itself: no event tells of its own. */
	readonly noEvents: boolean;
	/** Of Step Functions, which waits for the outcome; undefined: nobody waits. */
	readonly taskToken: string | undefined;
	readonly tags?: Readonly<Record<string, string>>;
}

export function addresseeOf(outcome: Outcome, message: Deliverable): Addressee {
	const { record, place, origin } = message;
	const known = { record, place, origin };
	if (message.kind === "rejected") {
		const { noEvents, taskToken } = message.rejection;
		return { ...known, producer: origin.producer, noEvents, taskToken };
	}
	const { noEvents } = message;
	const { tags, taskToken } = message.message;
	const first = "row" in outcome ? outcome.row.producer : undefined;
	return {
		...known,
		producer: first ?? origin.producer,
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
export function named({ place, producer, tags }: Addressee) {
	return { id: place.id, producer, ...(tags === undefined ? {} : { tags }) };
}
