import { describe, expect, test } from "vitest";
import type { DeadCause } from "../../core/delivery/causes.ts";
import type { RejectedRow } from "../../ops/dead-letters/ledger.ts";
import { describeStory } from "../../ops/render/render-message.ts";

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
const next = (id: string, row: RejectedRow) =>
	describeStory({ id, row: undefined, rejected: [row], copy: undefined }, "")
		.split("\n")
		.at(-1);

describe("what to type next for a refused message", () => {
	test("is a correction by its producer", () => {
		expect(next("one", rejected("one", "bad-message"))).toMatch(
			/its producer corrects it .*discard --id=one --reason TEXT$/,
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
			"Next          nothing: it was discarded",
		);
	});
});
