import { describe, expect, test } from "vitest";
import { durationMs, readRequest } from "../../../functions/breaker/request.ts";

const HOUR = 3_600_000;

describe("readRequest()", () => {
	test.each<[string, unknown, object]>([
		["a round", { action: "tick" }, { action: "tick" }],
		["the dead letters", { action: "failed" }, { action: "failed" }],
		["the state", { action: "status" }, { action: "status" }],
		[
			"a hold of everything, and says that nobody gave name or reason",
			{ action: "hold" },
			{ action: "hold", who: "somebody", why: "no reason given" },
		],
		[
			"a hold of a producer for a time",
			{ action: "hold", who: "ann", why: "flood", producer: "shop", for: "2h" },
			{ action: "hold", who: "ann", why: "flood", producer: "shop", for: "2h" },
		],
		[
			"the end of a rule",
			{ action: "resume", who: "ann", rule: "1a2b3c4d" },
			{ action: "resume", who: "ann", rule: "1a2b3c4d" },
		],
		[
			"a cancellation since some time ago",
			{ action: "cancel", tag: "campaign=autumn", since: "90m" },
			{ action: "cancel", tag: "campaign=autumn", since: "90m" },
		],
		[
			"a cancellation since a moment",
			{ action: "cancel", id: "a", since: "2026-12-01T08:00:00Z" },
			{ action: "cancel", id: "a", since: "2026-12-01T08:00:00Z" },
		],
	])("reads %s", (_what, input, request) => {
		expect(readRequest(input)).toMatchObject(request);
	});

	test.each<[unknown, RegExp]>([
		[undefined, /the request is|action is/],
		["status", /the request is "status"/],
		[[], /action is/],
		[
			{},
			/action is .*allowed is "tick", "status", .*"hold", "resume" or "cancel"/,
		],
		[{ action: "stop" }, /action is "stop"; allowed is "tick"/],
		[
			{ action: "tick", who: "ann" },
			/who is unknown; remove it or correct its name/,
		],
		[{ action: "hold", unitl: "2h" }, /unitl is unknown/],
		[
			{ action: "hold", for: "2 hours" },
			/for is "2 hours"; allowed is a time such as 90m, 2h or 1d/,
		],
		[{ action: "hold", for: 2 }, /for is .*2.*; allowed is a time such as 90m/],
		[{ action: "hold", for: "99999m" }, /for is "99999m"; allowed/],
		[
			{ action: "hold", who: "x".repeat(129) },
			/who is .*; allowed is at most 128 characters/,
		],
		[
			{ action: "hold", why: "x".repeat(301) },
			/why is .*; allowed is at most 300 characters/,
		],
		[{ action: "hold", producer: 7 }, /producer is .*7.*; allowed is a string/],
		[{ action: "hold", since: "2h" }, /since is unknown/],
		[
			{ action: "cancel", since: "yesterday" },
			/since is "yesterday"; allowed is a time such as 90m or 2h ago, or 2026/,
		],
		[{ action: "cancel", for: "2h" }, /for is unknown/],
		[{ action: "resume", why: "over" }, /why is unknown/],
		[
			{ action: "resume", rule: "x".repeat(65) },
			/rule is .*; allowed is at most 64 characters/,
		],
	])("refuses %j with a sentence and an example", (input, sentence) => {
		const answer = readRequest(input);
		expect(answer).toMatch(sentence);
		expect(answer).toMatch(
			/^Cannot do this as .*Say for example \{"action":"status"\}/,
		);
	});
});

describe("durationMs()", () => {
	test.each([
		["90m", 1.5 * HOUR],
		["2h", 2 * HOUR],
		["1d", 24 * HOUR],
	])("of %s", (text, ms) => {
		expect(durationMs(text)).toBe(ms);
	});
});
