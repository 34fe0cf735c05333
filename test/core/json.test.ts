import { describe, expect, test } from "vitest";
import { readJson } from "../../core/json.ts";

const nested = (levels: number) => `${"[".repeat(levels)}${"]".repeat(levels)}`;
const list = (entries: number) => `[${Array(entries).fill("0").join(",")}]`;

describe("readJson()", () => {
	test.each([
		'{"a":[1,"b",null]}',
		nested(64),
		list(200_000),
		// What stands in a string counts for nothing.
		JSON.stringify({ a: "[{,:".repeat(200_000) }),
		JSON.stringify({ a: '\\"[{\\\\'.repeat(100_000) }),
		`["\\\\",${"[".repeat(60)}${"]".repeat(60)}]`,
	])("reads JSON %#", (text) => {
		expect(readJson(text)).toEqual({ kind: "json", value: JSON.parse(text) });
	});

	test.each([
		["too deep", nested(65), /nested more than 64/],
		["too deep without an end", "[".repeat(10_000_000), /nested more than 64/],
		["too many entries", list(200_001), /more than 200,000/],
		["too many objects", `[${"{},".repeat(8_000_000)}{}]`, /more than 200,000/],
		[
			"too deep behind a string that ends in a backslash",
			`["\\\\",${nested(64)}]`,
			/nested more than 64/,
		],
	])("refuses what is %s", (_name, text, sentence) => {
		expect(readJson(text)).toEqual({
			kind: "refused",
			text: expect.stringMatching(sentence),
		});
	});

	test.each(["", "{", '"', '"\\', "{}}", " ".repeat(26_000_000), '"\\"'])(
		"takes no other text for JSON %#",
		(text) => {
			expect(readJson(text)).toEqual({ kind: "not-json" });
		},
	);
});
