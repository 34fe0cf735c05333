import { tableKey } from "../contract.ts";

/**
 * Whose ids are one name space: two producers that choose the same id have two messages. A producer's space is its
 * granted name, else the id of its role. These, and those of topics and rules, are nobody's: no name or id begins with
 * a tilde.
 */
export const SPACE = {
	/** One for all, if the sender's owner wants that. */
	shared: "~shared",
	/** SQS has not told who sent it. */
	unknown: "~unknown",
	/** Events that rules of ours have sent. */
	events: "~events",
	/** Messages that events bring along which anybody may have made up. */
	inEvents: "~messages-in-events",
} as const;

/** The name space of an id, and those in which it may have been tried before. */
export type Spaces = readonly [space: string, ...earlier: string[]];

/** Where a message's row is, and what it is called there. */
export interface Place {
	/** Key of the row in the table. */
	readonly row: string;
	readonly space: string;
	/** Idempotency key. */
	readonly id: string;
}

export function placeOf(space: string, id: string): Place {
	return { row: tableKey.message(space, id), space, id };
}

/** The place that a row's key tells; undefined when it is no message's. */
export function placeIn(row: string): Place | undefined {
	const [, space, id] = /^of#([^#]{1,64})#(.+)$/s.exec(row) ?? [];
	return space === undefined || id === undefined
		? undefined
		: { row, space, id };
}
