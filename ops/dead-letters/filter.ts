import { DEAD_CAUSES } from "../../core/delivery/causes.ts";
import { Misuse } from "../sender/target.ts";
import { readSince } from "../terminal/duration-text.ts";
import { sqsIdsOf } from "./find-copy.ts";
import type { MessageRow } from "./ledger.ts";
import type { DeadLetterCopy } from "./sweep.ts";

/** The dead letters to which a command applies. */
export interface DeadLetterFilter {
	readonly id?: string | undefined;
	readonly cause?: string | undefined;
	readonly producer?: string | undefined;
	/** Epoch ms. */
	readonly since?: number | undefined;
}

/** The properties that a filter compares. */
export interface DeadLetterTraits {
	/** Idempotency key, SQS message ids, and key of its row. */
	readonly ids: readonly string[];
	readonly cause: string;
	readonly producer: string;
	/** Epoch ms of the dead-lettering. */
	readonly at: number;
}

/** Cause of a message that SQS itself moved, without a reason. */
export const UNKNOWN_CAUSE = "unknown";

export const FILTER_OPTIONS = {
	id: { type: "string" },
	cause: { type: "string" },
	producer: { type: "string" },
	since: { type: "string" },
} as const;

export const FILTER_USAGE =
	"[--id ID] [--cause CAUSE] [--producer NAME] [--since 3h]";

type Typed = {
	readonly [Name in keyof typeof FILTER_OPTIONS]?: string | undefined;
};

/** @throws Misuse */
export function readFilter(
	{ id, cause, producer, since }: Typed,
	now: number,
): DeadLetterFilter {
	const known: readonly string[] = [...DEAD_CAUSES, UNKNOWN_CAUSE];
	if (cause !== undefined && !known.includes(cause))
		throw new Misuse(
			`Cannot use --cause ${cause}: specify one of ${known.join(", ")}`,
		);
	return {
		id,
		cause,
		producer,
		since: since === undefined ? undefined : readSince(since, now),
	};
}

export function isFiltered(filter: DeadLetterFilter): boolean {
	return Object.values(filter).some((value) => value !== undefined);
}

export function fits(
	{ id, cause, producer, since }: DeadLetterFilter,
	traits: DeadLetterTraits,
): boolean {
	return (
		(id === undefined || traits.ids.includes(id)) &&
		(cause === undefined || traits.cause === cause) &&
		(producer === undefined || traits.producer === producer) &&
		(since === undefined || traits.at >= since)
	);
}

/** The properties of a copy in the dead-letter queue. Its row has the last failure, the copy its own. */
export function traitsOf(
	copy: DeadLetterCopy,
	row: MessageRow | undefined,
): DeadLetterTraits {
	const { key, places, facts, hash, sentAt } = copy;
	const failed =
		row?.hash === hash && row?.state.kind === "FAILED" ? row.state : undefined;
	return {
		ids: [key, ...sqsIdsOf(copy), ...(row === undefined ? places : [row.at])],
		cause: failed?.cause ?? facts?.cause ?? UNKNOWN_CAUSE,
		producer: row?.producer ?? facts?.producer ?? "unknown",
		at: facts === undefined ? sentAt : Date.parse(facts.at) || sentAt,
	};
}
