import { describe, expect, test } from "vitest";
import { brakeAfter, isAlone } from "../../../core/breaker/brake.ts";

const failed = { now: 0, sent: 7, secretVersion: "v1", isOwn: true };

describe("brakeAfter()", () => {
	test("takes a minute at first, and doubles up to a quarter of an hour while others get in", () => {
		let brake = brakeAfter(undefined, failed);
		const minutes = [brake.ms / 60_000];
		for (let index = 0; index < 5; index += 1) {
			brake = brakeAfter(brake, failed);
			minutes.push(brake.ms / 60_000);
		}
		expect(minutes).toEqual([1, 2, 4, 8, 15, 15]);
		expect(brakeAfter(brake, { ...failed, isOwn: false }).ms).toBe(60_000);
	});

	test("keeps what was known when the table does not answer", () => {
		const first = brakeAfter(undefined, failed);
		expect(brakeAfter(first, { ...failed, sent: undefined }).sent).toBe(7);
	});
});

test.each<[string, number | undefined, number | undefined, boolean]>([
	["others have sent since", 7, 8, true],
	["nobody has", 7, 7, false],
	["nobody can tell now", 7, undefined, false],
	["nobody could tell then", undefined, 8, false],
])("isAlone(): %s", (_name, before, sent, expected) => {
	const brake = brakeAfter(undefined, { ...failed, sent: before });
	expect(isAlone(brake, sent)).toBe(expected);
});

test("isAlone(): a first failure shows nothing", () => {
	expect(isAlone(undefined, 8)).toBe(false);
});
