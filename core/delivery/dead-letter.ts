import * as v from "valibot";
import { jsonIn } from "../json.ts";
import type { Problem } from "../message/message.ts";
import { MOST_PROBLEMS } from "../message/problem.ts";
import { cut, type OutsideText } from "../outside.ts";
import { SMTP_STAGES } from "../smtp/reply.ts";
import { DEAD_CAUSES, type DeadCause } from "./causes.ts";
import type { Reason } from "./decision.ts";
import { placeIn } from "./space.ts";

/** Everything we know of a dead letter: the JSON of its one message attribute. */
export interface DeadLetterFacts {
	readonly v: 1;
	readonly cause: DeadCause;
	/** Which dead-lettering of this key it is, from 1. A redrive carries it back. */
	readonly failure: number;
	readonly key: string;
	/** Key of the row that has these facts: the message's own, or one for what never got one. */
	readonly row: string;
	/** Name space of the key. */
	readonly space?: string;
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

/** Of a pointer or sentence. */
const LONGEST_WORDS = 1000;

/** Writes the facts as JSON, leaving out the longest parts when they would not fit. */
export function writeFacts(all: DeadLetterFacts): string {
	const { problems } = all;
	const facts =
		problems === undefined
			? all
			: { ...all, problems: problems.slice(0, MOST_PROBLEMS).map(shortened) };
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
	const { v, cause, failure, key, row, space, hash, at, producer } = facts;
	return toJson({ v, cause, failure, key, row, space, hash, at, producer });
}

function shortened({ pointer, sentence }: Problem): Problem {
	return {
		pointer: cut(pointer, LONGEST_WORDS),
		sentence: cut(sentence, LONGEST_WORDS),
	};
}

/** Of one message. */
export const MOST_FAILURES = 1_000_000;

const text = (most: number) => v.pipe(v.string(), v.maxLength(most));
const count = (most: number) =>
	v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(most));
const time = v.pipe(
	text(40),
	v.check((at) => !Number.isNaN(Date.parse(at))),
);

/** Every field that is ever written, and the most of it: whoever may send to the queue may write this attribute. */
const factsSchema = v.object({
	v: v.literal(1),
	cause: v.picklist(DEAD_CAUSES),
	failure: count(MOST_FAILURES),
	key: v.pipe(text(256), v.minLength(1)),
	row: v.pipe(
		text(400),
		v.check((row) => row.startsWith("dead#") || placeIn(row) !== undefined),
	),
	space: v.optional(text(64)),
	hash: v.optional(v.pipe(v.string(), v.regex(/^[0-9a-f]{64}$/))),
	producer: v.optional(text(128)),
	at: time,
	firstAt: v.optional(time),
	attempts: v.optional(count(1_000_000)),
	reason: v.optional(
		v.object({
			stage: v.optional(v.picklist(SMTP_STAGES)),
			code: v.optional(count(999)),
			enhanced: v.optional(text(16)),
			reply: v.optional(text(1000)),
			rule: v.optional(text(64)),
		}),
	),
	problems: v.optional(
		v.pipe(
			v.array(
				v.object({
					pointer: text(LONGEST_WORDS),
					sentence: text(LONGEST_WORDS),
				}),
			),
			v.maxLength(MOST_PROBLEMS),
		),
	),
	recipients: v.optional(v.pipe(v.array(count(1000)), v.maxLength(1000))),
	attributes: v.optional(
		v.record(v.string(), v.object({ type: v.string(), value: v.string() })),
	),
});

/**
 * Reads the facts back from a message that was redriven; undefined when it carries none of ours. Anybody may write
 * them: what they say counts as far as the table says the same.
 */
export function readFacts(
	told: OutsideText | string | undefined,
): DeadLetterFacts | undefined {
	if (told === undefined) return undefined;
	const text = cut(told, MAX_BYTES + 1);
	if (text.length > MAX_BYTES) return undefined;
	const result = v.safeParse(factsSchema, jsonIn(text), { abortEarly: true });
	return result.success ? (result.output as DeadLetterFacts) : undefined;
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
