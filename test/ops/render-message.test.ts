import { describe, expect, test } from "vitest";
import type { DeadCause } from "../../core/delivery/causes.ts";
import { parseMessage } from "../../core/message/parse.ts";
import type { RejectedRow } from "../../ops/dead-letters/ledger.ts";
import type { DeadLetterCopy } from "../../ops/dead-letters/sweep.ts";
import { describeStory } from "../../ops/render/render-message.ts";
import { mail } from "../support/mail.ts";

const EVENT = "lambda|arn:aws:lambda:eu-west-1:123456789012:function:f:$LATEST";

const rejected = (
	id: string,
	cause: DeadCause,
	discarded?: RejectedRow["discarded"],
): RejectedRow => ({
	pk: "dead#1",
	facts: {
		v: 1,
		cause,
		failure: 1,
		key: id,
		row: "dead#1",
		at: "2026-12-01T08:00:00.000Z",
	},
	deadAt: undefined,
	discarded,
});
const next = (id: string, row: RejectedRow, copy?: DeadLetterCopy) =>
	describeStory(
		{ id, row: undefined, rejected: [row], copy },
		{ flags: "", now: Date.parse("2026-12-01T10:00:00Z") },
	)
		.split("\n")
		.at(-1);

describe("what to type next for a refused message", () => {
	const copyOf = (cause: DeadCause, body: object): DeadLetterCopy => ({
		sqsMessageId: "1",
		receiptHandle: "",
		body: "",
		sentAt: 0,
		facts: rejected("one", cause).facts,
		movedBySqs: false,
		attributes: {},
		parsed: parseMessage(JSON.stringify(mail(body))),
		key: "one",
		places: [],
		hash: undefined,
	});

	test.each([
		["bad-message", { txet: "x" }],
		["key-reused", {}],
		["unreadable", {}],
		["loop", {}],
		["transient", { notAfter: "2026-12-01T09:59:59Z" }],
	] as const)(
		"is no redrive after %s, which would fail again",
		(cause, body) => {
			const copy = copyOf(cause, body);
			expect(next("one", rejected("one", cause), copy)).not.toMatch(/ops --/);
		},
	);

	test.each([
		["bad-message", {}],
		["no-route", {}],
		["bad-recipient", {}],
		["cancelled", {}],
		["transient", { notAfter: "2026-12-01T10:00:01Z" }],
	] as const)("is a redrive after %s once its cause is gone", (cause, body) => {
		const copy = copyOf(cause, body);
		expect(next("one", rejected("one", cause), copy)).toMatch(
			/redrive --id=one$/,
		);
	});

	test("is a route for an event that has none, by a command the shell takes as it is", () => {
		expect(next(EVENT, rejected(EVENT, "no-route"))).toMatch(
			/the sender's owner adds a route .*redrive --id='lambda\|.*\$LATEST'$/,
		);
	});

	test("is nothing once it was discarded", () => {
		const by = { at: "2026-12-01T09:00:00.000Z", who: "ann", reason: "told" };
		expect(next("one", rejected("one", "bad-message", by))).toBe(
			"Next          nothing: ann discarded it at 2026-12-01T09:00:00.000Z: told",
		);
	});
});
