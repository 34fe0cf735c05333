import { describe, expect, test } from "vitest";
import { describeDuration } from "../../../ops/terminal/duration-text.ts";

describe("describeDuration()", () => {
	test.each([
		[0, "0 s"],
		[59_999, "59 s"],
		[60_000, "1 min"],
		[125_000, "2 min 5 s"],
		[7_500_000, "2 h 5 min"],
		[86_400_000 * 12 + 60_000, "12 d"],
		[-1, "0 s"],
	])("says %d ms as %s", (ms, text) => expect(describeDuration(ms)).toBe(text));
});
