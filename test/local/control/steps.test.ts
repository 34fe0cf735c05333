import { describe, expect, test } from "vitest";
import { stepsOf } from "../../../local/control/steps.ts";

const SECOND = 1000;
const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

const sum = (steps: readonly number[]) => steps.reduce((a, b) => a + b, 0);

describe("the steps of a move", () => {
	test.each([
		1,
		SECOND,
		MINUTE,
		90 * SECOND,
		30 * MINUTE,
		31 * MINUTE,
		2 * HOUR,
		25 * HOUR + 1,
		DAY,
		11 * DAY,
		30 * DAY,
	])("add up to %i ms, and none is empty or longer than an hour", (ms) => {
		const steps = stepsOf(ms);
		expect(sum(steps)).toBe(ms);
		expect(Math.min(...steps)).toBeGreaterThan(0);
		expect(Math.max(...steps)).toBeLessThanOrEqual(HOUR);
	});

	test.each([2 * HOUR, DAY, 30 * DAY])(
		"of %i ms are minutes at the beginning, and for what alarms look at in the end",
		(ms) => {
			const steps = stepsOf(ms);
			expect(steps.slice(0, 10)).toEqual(Array(10).fill(MINUTE));
			expect(steps.slice(-20)).toEqual(Array(20).fill(MINUTE));
		},
	);

	test("are few: a day in 124, thirty days in 750", () => {
		expect(stepsOf(DAY)).toHaveLength(124);
		expect(stepsOf(30 * DAY)).toHaveLength(750);
	});

	test("of some hours are short enough for alarms of three periods of five minutes", () => {
		expect(Math.max(...stepsOf(8 * HOUR))).toBe(5 * MINUTE);
	});
});
