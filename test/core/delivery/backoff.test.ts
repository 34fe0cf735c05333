import { describe, expect, test } from "vitest";
import { MAX_RECEIVE_COUNT } from "../../../core/contract.ts";
import {
	askAgainSeconds,
	breakerDelaySeconds,
	releaseDelaySeconds,
	retryDelaySeconds,
} from "../../../core/delivery/backoff.ts";

const DAY = 86_400;
const steps = (count: number) =>
	Array.from({ length: count }, (_, index) => index + 1);

describe("waiting times", () => {
	test("of a message double up to an hour", () => {
		expect(steps(9).map((attempt) => retryDelaySeconds(attempt, 0))).toEqual([
			60, 120, 240, 480, 960, 1920, 3600, 3600, 3600,
		]);
	});

	test("of a message have up to a fifth on top", () => {
		expect(retryDelaySeconds(1, 0.999)).toBe(72);
	});

	test("of the breaker double from five minutes to an hour", () => {
		expect(
			steps(6).map((attempt) => breakerDelaySeconds(attempt) / 60),
		).toEqual([5, 10, 20, 40, 60, 60]);
	});

	test("of a released record double every ten receives up to fifteen minutes, then grow once more", () => {
		expect(
			[1, 9, 10, 20, 30, 40, 299, 300, 999].map((count) =>
				releaseDelaySeconds(count, 0),
			),
		).toEqual([60, 60, 120, 240, 480, 900, 900, 1500, 1500]);
	});

	test("of a record that asks again are up to a fifth shorter than asked for", () => {
		expect(askAgainSeconds(1, 3600, 0)).toBe(3600);
		expect(askAgainSeconds(1, 3600, 0.999)).toBe(2880);
	});

	test("of a record that asks again are no shorter than those of a released one", () => {
		expect(askAgainSeconds(1, 5, 0)).toBe(60);
		expect(askAgainSeconds(300, 900, 0)).toBe(1500);
	});
});

describe("thirteen days of waiting, the longest retention, cost fewer receives than SQS allows", () => {
	const receivesWith = (
		delaySeconds: (receives: number, at: number) => number,
	): number => {
		let receives = 0;
		for (let at = 0; at < 13 * DAY; at += delaySeconds(receives, at))
			receives += 1;
		return receives;
	};
	const untilNextHour = (at: number) => 3600 - (at % 3600);

	test.each<[string, (receives: number, at: number) => number]>([
		["the mapping stuck enabled", (n) => releaseDelaySeconds(n, 0)],
		["an operator's hold of a producer", (n) => askAgainSeconds(n, 900, 0.999)],
		[
			"a daily limit that never has room",
			(n, at) => askAgainSeconds(n, untilNextHour(at), 0.999),
		],
	])("with %s", (_why, delaySeconds) => {
		expect(receivesWith(delaySeconds)).toBeLessThan(0.9 * MAX_RECEIVE_COUNT);
	});
});
