import { TABLE } from "../contract.ts";
import { ITEM_FORMAT } from "../item-format.ts";

/**
 * How often the reading of a record was begun, and has not come to its end: what ends the process in the midst of
 * it leaves its mark. Receives are no measure: each time a batch waits through no fault of its own is one.
 */
export interface ReadingMark {
	readonly version: number;
	readonly begun: number;
	readonly writers?: readonly string[];
}

export const NO_MARK: ReadingMark = { version: 0, begun: 0 };

export function withBegun(mark: ReadingMark, begun: number): ReadingMark {
	return { ...mark, version: mark.version + 1, begun };
}

/** So often begun without an end, a record is read when all others are written down. */
const READ_LAST_FROM = 2;
/** So often, and it is never read again. */
const UNREAD_FROM = 4;

export function isReadLast({ begun }: ReadingMark): boolean {
	return begun >= READ_LAST_FROM;
}

export function isNeverRead({ begun }: ReadingMark): boolean {
	return begun >= UNREAD_FROM;
}

type Item = Readonly<Record<string, unknown>>;

/** @param now Epoch ms. @param keptSeconds How long it outlives its last write. */
export function markItemOf(
	mark: ReadingMark,
	now: number,
	keptSeconds: number,
): Item {
	return {
		v: ITEM_FORMAT,
		...mark,
		[TABLE.ttl]: Math.floor(now / 1000) + keptSeconds,
	};
}

export function markOf(item: Item | undefined): ReadingMark {
	const { version = 0, begun = 0, writers } = item ?? {};
	return { version, begun, writers } as ReadingMark;
}
