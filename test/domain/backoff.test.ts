import { describe, expect, test } from "vitest";
import {
	breakerDelaySeconds,
	heldDelaySeconds,
	releaseDelaySeconds,
	retryDelaySeconds,
} from "../../functions/send-email/domain/backoff.ts";

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

	test("of a released record double every ten receives up to fifteen minutes", () => {
		expect(
			[1, 9, 10, 20, 30, 40, 500].map((count) => releaseDelaySeconds(count, 0)),
		).toEqual([60, 60, 120, 240, 480, 900, 900]);
	});

	test.each([
		["released", (receives: number) => releaseDelaySeconds(receives, 0)],
		["held", heldDelaySeconds],
	])(
		"of %s records cost fewer than 1,000 receives in 13 days",
		(_kind, delay) => {
			let receives = 0;
			for (let seconds = 0; seconds < 13 * 86_400; seconds += delay(receives))
				receives += 1;
			expect(receives).toBeLessThan(1000);
		},
	);
});
