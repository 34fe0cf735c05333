import { expect, test } from "vitest";
import { nearest } from "../../core/nearest.ts";

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

test.each([
	["reply_to", ["replyTo"], "replyTo"],
	["Reply-To", ["replyTo"], "replyTo"],
	["BILING", ["billing", "alerts"], "billing"],
	["x".repeat(1_000_000), ["status"], undefined],
])("nearest() to %.20s of %j is %j", (typed, known, word) => {
	expect(nearest(typed, known)).toBe(word);
});
