import { describe, expect, test } from "vitest";
import { cleanLine, cleanText } from "../../../core/event/writing/clean.ts";
import { subjectLine } from "../../../core/event/writing/subject.ts";

describe("subjectLine()", () => {
	const place = "in 123456789012 (eu-west-1)";

	test.each([
		["ALARM:", "orders-5xx", `ALARM: orders-5xx ${place}`],
		["", "orders", `orders ${place}`],
		[
			"ALARM:",
			"a-very-long-name-of-an-alarm-that-nobody-would-ever-give-to-one",
			`ALARM: a-very-long-name-of-an-alarm…er-give-to-one ${place}`,
		],
	])("puts %s and %s before the place", (before, name, subject) => {
		expect(subjectLine(before, name, place)).toBe(subject);
	});

	test.each(["👨‍👩‍👧", "e\u0301\u0323", "🇩🇪", "각"])(
		"never cuts within what people see as one character: %s",
		(mark) => {
			for (let length = 1; length < 60; length += 1) {
				const subject = subjectLine("ALARM:", mark.repeat(length), place);
				expect(subject.length).toBeLessThanOrEqual(78);
				const name = subject.slice("ALARM: ".length, -place.length - 1);
				expect(name.replaceAll(mark, "").replace("…", "")).toBe("");
			}
		},
	);
});

describe("cleanLine()", () => {
	test.each([
		["a\r\nBcc: b", "a Bcc: b"],
		["fdp\u202Eexe", "fdp\uFFFDexe"],
		["a\u0000b\u0007", "a\uFFFDb\uFFFD"],
		["zero\u200Bwidth\uFEFF", "zerowidth"],
		["lone \uD800 half", "lone \uFFFD half"],
		["a\u{E0041}b", "ab"],
		["👨‍👩‍👧 stays", "👨‍👩‍👧 stays"],
		["שלום", "שלום"],
	])("makes %j one harmless line", (text, line) => {
		expect(cleanLine(text, 100)).toBe(line);
	});

	test("cuts, but not within a surrogate pair", () => {
		expect(cleanLine("😀😀😀", 4)).toBe("😀…");
	});

	test("has a sister that keeps line breaks", () => {
		expect(cleanText("a\r\nb\u2028c\n\n\n\nd\u202E", 100)).toBe(
			"a\nb\nc\n\nd\uFFFD",
		);
	});
});
