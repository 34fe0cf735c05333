import { describe, expect, test } from "vitest";
import {
	producersText,
	ruleText,
} from "../../../ops/render/render-producers.ts";

describe("producersText()", () => {
	test("has the eight that sent most, and how many more there are", () => {
		const names = Array.from({ length: 10 }, (_, index) => `p${index}`);
		const byProducer = Object.fromEntries(
			names.map((name, index) => [name, index + 1]),
		);
		const hour = 500_000;
		const buckets = [{ hour, messages: 55, recipients: 55, byProducer }];
		expect(
			producersText({ version: 1, buckets, sent: 0 }, hour * 3_600_000),
		).toBe(
			"p9 10, p8 9, p7 8, p6 7, p5 6, p4 5, p3 4, p2 3, and 2 more in 24 h",
		);
	});
});

describe("ruleText()", () => {
	test("says what a rule is for, from when to when, and by whom", () => {
		const at = Date.parse("2026-12-01T08:00:00Z");
		const by = { id: "r1", who: "ann", why: "a loop", at };
		expect(
			ruleText({
				...by,
				kind: "cancel",
				match: { producer: "billing", tag: "loop" },
				since: at - 3_600_000,
				before: at,
			}),
		).toBe(
			"r1 cancels mail of billing and tagged loop sent since 2026-12-01T07:00:00Z and before 2026-12-01T08:00:00Z (by ann: a loop)",
		);
		expect(
			ruleText({ ...by, kind: "hold", match: { id: "m1" }, since: 0 }),
		).toBe("r1 holds mail with id m1 (by ann: a loop)");
	});
});
