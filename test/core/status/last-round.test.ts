import { describe, expect, test } from "vitest";
import {
	afterRound,
	type LastRound,
	lastRoundItemOf,
	lastRoundOf,
	NO_ROUND,
} from "../../../core/status/last-round.ts";

const START = Date.UTC(2026, 10, 23);
const MINUTE = 60_000;

const found = (ready: number | undefined) => ({
	ready: ready === undefined ? undefined : ready > 0,
	waiting: undefined,
	unexplained: undefined,
});

/** The memory after rounds a minute apart that saw so many ready messages. */
const after = (...ready: readonly (number | undefined)[]): LastRound =>
	ready.reduce<LastRound>(
		(memory, count, index) =>
			afterRound(memory, START + index * MINUTE, found(count)),
		NO_ROUND,
	);

describe("afterRound()", () => {
	test("remembers the round, and counts it for the conditional write", () => {
		expect(after(0, 0)).toEqual({ version: 2, at: START + MINUTE });
	});

	test("keeps since when messages were ready in every round", () => {
		expect(after(0, 3, 1, 7).readySince).toBe(START + MINUTE);
	});

	test("keeps what it knew through a round that could not be read", () => {
		expect(after(0, 3, undefined, 1).readySince).toBe(START + MINUTE);
		expect(after(undefined)).not.toHaveProperty("readySince");
	});

	test("tells mail that waits and unexplained dead letters from mail that is ready", () => {
		const memory = afterRound(NO_ROUND, START, {
			ready: false,
			waiting: true,
			unexplained: true,
		});
		expect(memory).toEqual({
			version: 1,
			at: START,
			waitingSince: START,
			unexplainedSince: START,
		});
		expect(lastRoundOf(lastRoundItemOf(memory))).toEqual(memory);
	});

	test("forgets it with the first round that sees none", () => {
		expect(after(3, 1, 0)).not.toHaveProperty("readySince");
		expect(after(3, 0, 2).readySince).toBe(START + 2 * MINUTE);
	});
});

describe("the item of the table", () => {
	test("is none before the first round", () => {
		expect(lastRoundOf(undefined)).toBe(NO_ROUND);
	});

	test.each([[after(0)], [after(2, 3)]])("brings %o back", (memory) => {
		expect(lastRoundOf(lastRoundItemOf(memory))).toEqual(memory);
	});
});
