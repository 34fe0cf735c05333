import { DEAD_LETTER_ATTRIBUTE } from "../../../core/contract.ts";
import { readFacts } from "../../../core/delivery/dead-letter.ts";
import { type Place, placeIn, placeOf } from "../../../core/delivery/space.ts";
import type { Batch } from "../batch.ts";
import { producerOf } from "../producer.ts";
import type { Origin, QueueRecord } from "../record.ts";

/** What the body of a record says of itself. */
interface Said {
	/** The id that its producer, or a service, gave it. */
	readonly id: string | undefined;
	/** Hash of what makes it the same message; undefined when it can't be read. */
	readonly identity: string | undefined;
	/** Name space of its ids, if that is not its producer's. */
	readonly space: string | undefined;
}

export interface Located {
	readonly place: Place;
	readonly origin: Origin;
	/** It says that it was in the dead-letter queue, and its row has another message by now. */
	readonly isReplaced: boolean;
}

/**
 * Finds a message's row, and who sent it first. What a record says of its time in the dead-letter queue points to a
 * row, and counts if that row is of this very message: anybody may have written it.
 */
export async function locate(
	record: QueueRecord,
	said: Said,
	batch: Batch,
): Promise<Located | "unavailable"> {
	return (
		(await pointedOut(record, said, batch)) ?? ofRecord(record, said, batch)
	);
}

/** What is redriven with it takes nobody's place, now and later: numbers of failures begin with 1. */
const OLDER_THAN_ALL = -1;

async function pointedOut(
	record: QueueRecord,
	{ id, identity }: Said,
	batch: Batch,
): Promise<Located | "unavailable" | undefined> {
	const { deps } = batch;
	const facts = readFacts(record.attributes[DEAD_LETTER_ATTRIBUTE]?.value);
	if (facts === undefined) return undefined;
	const { row: at, failure, attributes, hash } = facts;
	const isReplaced = false;
	const place = placeIn(at);
	if (place === undefined) {
		const dead = await deps.ledger.readDead(at);
		if (dead === "unavailable") return dead;
		if (dead?.hash !== deps.digest(record.body)) return undefined;
		return {
			place: placeOf(dead.space, id ?? dead.facts.key),
			origin: {
				producer: dead.facts.producer ?? "unknown",
				redrivenFailure: same(failure, dead.facts.failure),
				attributes,
			},
			isReplaced,
		};
	}
	const row = await deps.ledger.read(at);
	if (row === "unavailable") return row;
	if (row === undefined) return undefined;
	if (row.hash !== identity) {
		// Sent in a space of its own, an older version would follow the corrected one.
		if (hash !== identity) return undefined;
		const producer = producerOf(record, batch).name;
		const origin = { producer, redrivenFailure: OLDER_THAN_ALL, attributes };
		return { place, origin, isReplaced: true };
	}
	return {
		place,
		isReplaced,
		origin: {
			producer: row.producer ?? "unknown",
			redrivenFailure: same(failure, row.failure),
			attributes,
		},
	};
}

/** A copy of an earlier failure brings no new one back. */
function same(told: number, known: number): number | undefined {
	return told === known ? known : undefined;
}

async function ofRecord(
	record: QueueRecord,
	{ id = record.messageId, identity, space }: Said,
	batch: Batch,
): Promise<Located | "unavailable"> {
	const producer = producerOf(record, batch);
	const origin: Origin = {
		producer: producer.name,
		redrivenFailure: undefined,
		attributes: undefined,
	};
	const place = placeOf(space ?? producer.space, id);
	const earlier = space === undefined ? producer.earlierSpaces : [];
	// When it came first, its producer's name was the one it has.
	if (record.receiveCount <= 1 || earlier.length === 0)
		return { place, origin, isReplaced: false };
	const places = [place, ...earlier.map((each) => placeOf(each, id))];
	const rows = await Promise.all(
		places.map(({ row }) => batch.deps.ledger.read(row)),
	);
	if (rows.includes("unavailable")) return "unavailable";
	const found = places.findIndex((_place, index) => {
		const row = rows[index];
		return typeof row === "object" && (index === 0 || row.hash === identity);
	});
	return { place: places[found] ?? place, origin, isReplaced: false };
}
