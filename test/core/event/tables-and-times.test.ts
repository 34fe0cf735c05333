import { describe, expect, test } from "vitest";
import { spellTime, timeOf } from "../../../core/event/time.ts";
import { fieldRows } from "../../../core/event/writing/fields-table.ts";
import { prettyJson } from "../../../core/event/writing/pretty-json.ts";

describe("fieldRows()", () => {
	test("names nested fields by their path, plain values first", () => {
		const rows = fieldRows({
			a: { b: [{ c: 1 }, { c: null }], empty: {} },
			list: ["x", 2, true],
			none: [],
			text: "",
		});
		expect(rows.map(({ name, value }) => `${name} = ${value}`)).toEqual([
			"list = x, 2, true",
			"none = (none)",
			"text = (empty)",
			"a.empty = (none)",
			"a.b[0].c = 1",
			"a.b[1].c = (null)",
		]);
	});

	test("cuts long values and says how long they are", () => {
		const [row] = fieldRows({ log: "x".repeat(1000) });
		expect(row?.value).toBe(`${"x".repeat(300)}… (1000 characters)`);
	});

	test("shows sixty rows and then where the rest is", () => {
		const rows = fieldRows(Array.from({ length: 100 }, (_, n) => ({ n })));
		expect(rows).toHaveLength(61);
		expect(rows.at(-1)).toEqual({
			name: "…",
			value: "more, see the attachment",
		});
	});
});

describe("prettyJson()", () => {
	test("puts each value on its line and changes no token", () => {
		const json =
			'{"a":[1,{"b":"x, [y]: \\"{z}\\""}],"n":12345678901234567890,"a":{},"e":[]}';
		const pretty = prettyJson(json) ?? "";
		expect(pretty).toContain('\t"n": 12345678901234567890,\n');
		expect(pretty).toContain('\t"e": []\n}');
		expect(pretty.replace(/[\t\n]|(?<=":) /g, "")).toBe(json);
		expect(JSON.parse(pretty)).toEqual(JSON.parse(json));
	});

	test("writes what JSON.stringify would", () => {
		const value = { a: [1, [], {}, "\u2028\\", null], b: { c: { d: false } } };
		expect(prettyJson(JSON.stringify(value))).toBe(
			JSON.stringify(value, null, "\t"),
		);
	});

	test("gives up when white space would outgrow the text", () => {
		const json = `${"[".repeat(3000)}1${"]".repeat(3000)}`;
		expect(prettyJson(json)).toBeUndefined();
	});
});

describe("a time", () => {
	test.each([
		["2026-11-25T08:03:12Z", "Wednesday 25 November 2026, 08:03:12 UTC"],
		[
			"2026-11-25T08:03:12.347+0000",
			"Wednesday 25 November 2026, 08:03:12 UTC",
		],
		["2026-11-25T08:03:12+05:30", "Wednesday 25 November 2026, 02:33:12 UTC"],
	])("is read and spelled out: %s", (text, spelled) => {
		expect(spellTime(timeOf(text) ?? Number.NaN)).toBe(spelled);
	});

	test.each(["2026-11-25", "2026-11-25T08:03:12", "25 Nov 2026", "", "1"])(
		"needs a date, a time and a zone: %s",
		(text) => {
			expect(timeOf(text)).toBeUndefined();
		},
	);
});
