import * as v from "valibot";
import { describeValue } from "../../core/message/problem.ts";

const line = (most: number) =>
	v.pipe(v.string("a string"), v.maxLength(most, `at most ${most} characters`));
const duration = v.pipe(
	v.string("a time such as 90m, 2h or 1d"),
	v.regex(/^\d{1,4}[mhd]$/, "a time such as 90m, 2h or 1d"),
);
const moment = v.union(
	[duration, v.pipe(v.string(), v.isoTimestamp("a time with zone"))],
	"a time such as 90m or 2h ago, or 2026-12-01T08:00:00Z",
);
const match = {
	producer: v.optional(line(128)),
	tag: v.optional(line(330)),
	id: v.optional(line(256)),
};
const by = {
	who: v.optional(line(128), "somebody"),
	why: v.optional(line(300), "no reason given"),
};

const requestSchema = v.variant(
	"action",
	[
		v.strictObject({ action: v.literal("tick") }),
		v.strictObject({ action: v.literal("status") }),
		v.strictObject({ action: v.literal("failed") }),
		v.strictObject({ action: v.literal("check-login") }),
		v.strictObject({
			action: v.literal("hold"),
			...by,
			...match,
			for: v.optional(duration),
		}),
		v.strictObject({
			action: v.literal("resume"),
			who: by.who,
			...match,
			rule: v.optional(line(64)),
		}),
		v.strictObject({
			action: v.literal("cancel"),
			...by,
			...match,
			since: v.optional(moment),
		}),
	],
	'"tick", "status", "failed", "check-login", "hold", "resume" or "cancel"',
);

/** What the breaker function is asked for. */
export type Request = v.InferOutput<typeof requestSchema>;

/** Reads a request. @returns a sentence when it is none. */
export function readRequest(input: unknown): Request | string {
	const result = v.safeParse(requestSchema, input);
	if (result.success) return result.output;
	const [issue] = result.issues;
	const where = issue?.path?.map(({ key }) => String(key)).join(".");
	if (issue?.expected === "never") {
		return `Cannot do this as ${where} is unknown; remove it or correct its name. ${EXAMPLE}`;
	}
	return `Cannot do this as ${where ?? "the request"} is ${got(issue?.input)}; allowed is ${issue?.message}. ${EXAMPLE}`;
}

// Unlike a producer's message, what an operator has typed may be told to them.
function got(input: unknown): string {
	return typeof input === "string" && input.length <= 40
		? JSON.stringify(input)
		: describeValue(input);
}

const EXAMPLE =
	'Say for example {"action":"status"} or {"action":"hold","for":"2h","who":"ann","why":"flood"}';

/** Milliseconds of `90m`, `2h` or `1d`. */
export function durationMs(text: string): number {
	const unit = { m: 60_000, h: 3_600_000, d: 86_400_000 }[text.slice(-1)] ?? 0;
	return Number(text.slice(0, -1)) * unit;
}
