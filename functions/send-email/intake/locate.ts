import { DEAD_LETTER_ATTRIBUTE } from "../../../core/contract.ts";
import { readFacts } from "../../../core/delivery/dead-letter.ts";
import {
	type Place,
	placeIn,
	placeOf,
	type Spaces,
} from "../../../core/delivery/space.ts";
import type { Batch } from "../batch.ts";
import { isGrantedName, producerOf } from "../producer.ts";
import type { Origin, QueueRecord } from "../record.ts";

/** What the body of a record says of itself. */
interface Said {
	/** The id that its producer, or a service, gave it. */
	readonly id: string | undefined;
	/** Hash of what makes it the same message; undefined when it can't be read. */
	readonly identity: string | undefined;
	/** Name spaces of its id, if these are not its producer's. */
	readonly spaces: Spaces | undefined;
	/** Only services of AWS send it: what a producer with a name makes up of it stays in its own name space. */
	readonly fromService: boolean;
}

export interface Located {
	readonly place: Place;
	readonly origin: Origin;
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
	const pointed = await pointedOut(record, said, batch);
	if (pointed === "unavailable") return pointed;
	if (pointed !== undefined && "place" in pointed) return pointed;
	const own = await ofRecord(record, said, batch);
	if (own === "unavailable" || pointed === undefined) return own;
	const origin = {
		...own.origin,
		// Its next number is larger than that of the copy it comes from.
		redrivenFailure: pointed.failure,
		isReplaced: true,
	};
	return { ...own, origin };
}

/** Its row has another version by now. */
interface Replaced {
	/** Number that it tells of its last dead-lettering. */
	readonly failure: number;
}

async function pointedOut(
	record: QueueRecord,
	said: Said,
	batch: Batch,
): Promise<Located | "unavailable" | Replaced | undefined> {
	const { id, identity } = said;
	const { deps } = batch;
	const facts = readFacts(record.attributes[DEAD_LETTER_ATTRIBUTE]?.value);
	if (facts === undefined) return undefined;
	const { row: at, failure, attributes, hash } = facts;
	const place = placeIn(at);
	if (place === undefined) {
		const dead = await deps.ledger.readDead(at);
		if (dead === "unavailable") return dead;
		if (dead?.hash !== deps.digest(record.body)) return undefined;
		if (dead.isReplaced === true) return { failure };
		const { producer = "unknown" } = dead.facts;
		const [own, ...earlier] = spacesOf(said, producer, batch) ?? [dead.space];
		const key = id ?? dead.facts.key;
		const places = earlier.map((each) => placeOf(each, key));
		const found = await rowAmong(places, identity, batch);
		if (found === "unavailable") return found;
		return {
			place: found ?? placeOf(own, key),
			origin: {
				producer,
				redrivenFailure: same(failure, dead.facts.failure),
				attributes,
				sentAt: dead.sentAt ?? record.sentAt,
				isReplaced: false,
			},
		};
	}
	if (identity === undefined) return undefined;
	const { spaces } = said;
	// A key of an event's may be told to anybody.
	if (spaces !== undefined && !spaces.includes(place.space)) return undefined;
	const row = await deps.ledger.read(at);
	if (row === "unavailable") return row;
	if (row === undefined) return undefined;
	// Sent in a space of its own, an older version would follow the corrected one.
	if (row.hash !== identity) return hash === identity ? { failure } : undefined;
	return {
		place,
		origin: {
			producer: row.producer ?? "unknown",
			redrivenFailure: same(failure, row.failure),
			attributes,
			sentAt: record.sentAt,
			isReplaced: false,
		},
	};
}

/** A copy of an earlier failure brings no new one back. */
function same(told: number, known: number): number | undefined {
	return told === known ? known : undefined;
}

async function ofRecord(
	record: QueueRecord,
	said: Said,
	batch: Batch,
): Promise<Located | "unavailable"> {
	const { id = record.messageId, identity } = said;
	const producer = producerOf(record, batch);
	const spaces = spacesOf(said, producer.name, batch);
	const origin: Origin = {
		producer: producer.name,
		redrivenFailure: undefined,
		attributes: undefined,
		sentAt: record.sentAt,
		isReplaced: false,
	};
	const [space, ...earlierSpaces] = spaces ?? producer.spaces;
	const place = placeOf(space, id);
	const isFirst = record.receiveCount <= 1;
	// Where it may have been tried lately in another one, also what comes for the first time: it may be a repeat.
	const mayBeRepeat = spaces !== undefined || producer.isNewName;
	if ((isFirst && !mayBeRepeat) || earlierSpaces.length === 0)
		return { place, origin };
	// What comes for the first time nearly always has no row of its own.
	const own = isFirst ? undefined : await batch.deps.ledger.read(place.row);
	if (own === "unavailable") return own;
	if (own !== undefined) return { place, origin };
	const earlier = earlierSpaces.map((each) => placeOf(each, id));
	const found = await rowAmong(earlier, identity, batch);
	return found === "unavailable" ? found : { place: found ?? place, origin };
}

/** Where a message was tried under another name, or before its origin was known. */
async function rowAmong(
	places: readonly Place[],
	identity: string | undefined,
	{ deps }: Batch,
): Promise<Place | "unavailable" | undefined> {
	const rows = await Promise.all(
		places.map(({ row }) => deps.ledger.read(row)),
	);
	if (rows.includes("unavailable")) return "unavailable";
	return places.find((_each, index) => {
		const row = rows[index];
		return typeof row === "object" && row.hash === identity;
	});
}

function spacesOf(
	{ spaces, fromService }: Said,
	producer: string,
	batch: Batch,
): Spaces | undefined {
	return fromService && isGrantedName(producer, batch) ? undefined : spaces;
}
