import { describe, expect, test } from "vitest";
import {
	NEVER_WATCHED,
	type Watch,
	watched,
	watchItemOf,
	watchOf,
} from "../../functions/send-email/domain/watch.ts";

const START = Date.UTC(2026, 10, 23);
const MINUTE = 60_000;

/** The memory after rounds a minute apart that saw so many ready messages. */
const after = (...ready: readonly number[]): Watch =>
	ready.reduce(
		(memory, count, index) => watched(memory, START + index * MINUTE, count),
		NEVER_WATCHED,
	);

describe("watched()", () => {
	test("remembers the round, and counts it for the conditional write", () => {
		expect(after(0, 0)).toEqual({ version: 2, at: START + MINUTE });
	});

	test("keeps since when messages were ready in every round", () => {
		expect(after(0, 3, 1, 7).readySince).toBe(START + MINUTE);
	});

	test("forgets it with the first round that sees none", () => {
		expect(after(3, 1, 0)).not.toHaveProperty("readySince");
		expect(after(3, 0, 2).readySince).toBe(START + 2 * MINUTE);
	});
});

describe("the item of the table", () => {
	test("is none before the first round", () => {
		expect(watchOf(undefined)).toBe(NEVER_WATCHED);
	});

	test.each([[after(0)], [after(2, 3)]])("brings %o back", (memory) => {
		expect(watchOf(watchItemOf(memory))).toEqual(memory);
	});
});
