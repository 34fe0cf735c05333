import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { PACKAGE_VERSION } from "../../core/contract.ts";
import { producersText, ruleText } from "../../ops/render/render-producers.ts";
import { read } from "../../ops/sender/reading.ts";
import { sayDuration } from "../../ops/terminal/duration-text.ts";
import { code, plain } from "../../ops/terminal/markdown.ts";

test("the version that a stack tells of is the package's", () => {
	const file = join(import.meta.dirname, "..", "..", "package.json");
	expect(PACKAGE_VERSION).toBe(JSON.parse(readFileSync(file, "utf8")).version);
});

describe("sayDuration()", () => {
	test.each([
		[0, "0 s"],
		[59_999, "59 s"],
		[60_000, "1 min"],
		[125_000, "2 min 5 s"],
		[7_500_000, "2 h 5 min"],
		[86_400_000 * 12 + 60_000, "12 d"],
		[-1, "0 s"],
	])("says %d ms as %s", (ms, text) => expect(sayDuration(ms)).toBe(text));
});

describe("read()", () => {
	test.each([
		[{ name: "AccessDeniedException" }, "AccessDenied"],
		[{ name: "AccessDenied" }, "AccessDenied"],
		[{ name: "Exception" }, "Exception"],
		[{ code: "ECONNREFUSED" }, "ECONNREFUSED"],
	])("gives a failure %j as the value %s", async (fields, why) => {
		const failing = async () => {
			throw Object.assign(new Error("no"), fields);
		};
		expect(await read(failing)).toEqual({ kind: "unknown", why });
	});
});

describe("Markdown", () => {
	test("masks addresses, and formats nothing that somebody typed", () => {
		expect(plain("ann@corp.example\nsays *so* | <b>")).toBe(
			"a\\*\\*\\*@corp.example says \\*so\\* \\| \\<b\\>",
		);
		expect(code("`rm` to bob@corp.example | x")).toBe(
			"`'rm' to b***@corp.example / x`",
		);
	});
});

describe("producersText()", () => {
	test("has the eight that sent most, and how many more there are", () => {
		const names = Array.from({ length: 10 }, (_, index) => `p${index}`);
		const byProducer = Object.fromEntries(
			names.map((name, index) => [name, index + 1]),
		);
		const hour = 500_000;
		const buckets = [{ hour, messages: 55, recipients: 55, byProducer }];
		expect(producersText({ version: 1, buckets }, hour * 3_600_000)).toBe(
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
