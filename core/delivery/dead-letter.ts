import type { Problem } from "../message/message.ts";
import type { DeadCause } from "./causes.ts";
import type { Reason } from "./decision.ts";

/** Everything we know of a dead letter: the JSON of its one message attribute. */
export interface DeadLetterFacts {
	readonly v: 1;
	readonly cause: DeadCause;
	/** Which dead-lettering of this key it is, from 1. A redrive carries it back. */
	readonly failure: number;
	readonly key: string;
	/** Hash of what makes it this message, as its ledger row has it; absent for what never got a row. */
	readonly hash?: string;
	/** Who sent it first: the copy, and what is redriven from it, is sent by somebody else. */
	readonly producer?: string;
	/** ISO times of the failure and of the first try. */
	readonly at: string;
	readonly firstAt?: string;
	readonly attempts?: number;
	readonly reason?: Reason;
	readonly problems?: readonly Problem[];
	/** Indexes (to, cc, bcc in order) of the recipients that did not get it. */
	readonly recipients?: readonly number[];
	/** The producer's own message attributes. */
	readonly attributes?: Readonly<
		Record<string, { readonly type: string; readonly value: string }>
	>;
}

/** Half of what the queue's size limit leaves room for. */
const MAX_BYTES = 12_000;

/** Writes the facts as JSON, leaving out the longest parts when they would not fit. */
export function writeFacts(facts: DeadLetterFacts): string {
	const full = toJson(facts);
	if (size(full) <= MAX_BYTES) return full;
	const { attributes, ...withoutAttributes } = facts;
	const names = Object.fromEntries(
		Object.entries(attributes ?? {}).map(([name, { type }]) => [
			name.slice(0, 256),
			{ type, value: "(left out: too long)" },
		]),
	);
	const shorter = toJson({
		...withoutAttributes,
		attributes: names,
		problems: facts.problems?.slice(0, 3),
	});
	if (size(shorter) <= MAX_BYTES) return shorter;
	const { v, cause, failure, key, hash, at, producer } = facts;
	return toJson({ v, cause, failure, key, hash, at, producer });
}

/** Reads the facts back from a message that was redriven; undefined when it carries none of ours. */
export function readFacts(
	text: string | undefined,
):
	| Pick<
			DeadLetterFacts,
			"key" | "failure" | "cause" | "attributes" | "producer"
	  >
	| undefined {
	if (text === undefined) return undefined;
	try {
		const facts: unknown = JSON.parse(text);
		if (typeof facts !== "object" || facts === null) return undefined;
		if (!("key" in facts) || typeof facts.key !== "string" || facts.key === "")
			return undefined;
		if (!("failure" in facts) || !Number.isInteger(facts.failure))
			return undefined;
		if ("producer" in facts && typeof facts.producer !== "string")
			return undefined;
		return facts as DeadLetterFacts;
	} catch {
		return undefined;
	}
}

// SQS takes no U+FFFE and U+FFFF, which JSON would leave as they are.
function toJson(value: object): string {
	return JSON.stringify(value).replace(
		/[\uFFFE\uFFFF]/g,
		(character) => `\\u${character.charCodeAt(0).toString(16)}`,
	);
}

function size(text: string): number {
	return new TextEncoder().encode(text).length;
}
