import { expect, test } from "vitest";
import { nearest } from "../../../ops/terminal/did-you-mean.ts";

const KNOWN = ["status", "hold", "show", "resolve", "resume", "--", "id"];

test.each([
	["stauts", "status"],
	["statuss", "status"],
	["sttus", "status"],
	["hlod", "hold"],
	["resmue", "resume"],
	["frobnicate", undefined],
	["st", undefined],
	["i", undefined],
	["", undefined],
])("nearest() to %j is %j", (typed, word) => {
	expect(nearest(typed, KNOWN)).toBe(word);
});

test("nearest() takes no time for a megabyte", () => {
	const began = performance.now();
	expect(nearest("x".repeat(1_000_000), KNOWN)).toBeUndefined();
	expect(performance.now() - began).toBeLessThan(500);
});
