import { describe, expect, test } from "vitest";
import {
	type Breaker,
	breakerOf,
	CLOSED,
	itemOf,
} from "../../../core/breaker/breaker.ts";
import { isCrowded } from "../../../core/breaker/crowd.ts";
import type { BreakerEvent } from "../../../core/breaker/event.ts";
import { afterEvent } from "../../../core/breaker/transition.ts";

const MINUTE = 60_000;
const NOW = Date.UTC(2026, 10, 23);

const counted = (inFlight: number, at = NOW): BreakerEvent => ({
	kind: "counted",
	at,
	inFlight,
});
const crowded = afterEvent(CLOSED, counted(40_001));

describe("a queue", () => {
	test("is crowded above 40,000 in flight, until there are no more than 30,000", () => {
		const rounds = [40_000, 40_001, 30_001, 30_000, 40_000];
		let breaker: Breaker = CLOSED;
		const seen = rounds.map((inFlight) => {
			breaker = afterEvent(breaker, counted(inFlight));
			return isCrowded(breaker, NOW);
		});
		expect(seen).toEqual([false, true, true, false, false]);
	});

	test("that nobody has counted for half an hour is crowded no more", () => {
		expect(isCrowded(crowded, NOW + 29 * MINUTE)).toBe(true);
		expect(isCrowded(crowded, NOW + 30 * MINUTE)).toBe(false);
	});

	test("is not kept crowded by a clock that was hours ahead", () => {
		const ahead = afterEvent(CLOSED, counted(50_000, NOW + 120 * MINUTE));
		expect(isCrowded(ahead, NOW)).toBe(false);
	});

	test("is noted anew every ten minutes, as long as it is crowded", () => {
		const later = (minutes: number) =>
			afterEvent(crowded, counted(50_000, NOW + minutes * MINUTE));
		expect(later(9)).toBe(crowded);
		expect(isCrowded(later(10), NOW + 39 * MINUTE)).toBe(true);
	});

	test("that is not crowded is not noted at all", () => {
		expect(afterEvent(CLOSED, counted(0))).toBe(CLOSED);
	});

	test("stays crowded in the item, whatever else happens to the breaker", () => {
		const held = afterEvent(crowded, {
			kind: "held",
			at: NOW,
			who: "ann",
			why: "flood",
		});
		const read = breakerOf(itemOf(held));
		expect(isCrowded(read, NOW)).toBe(true);
		expect(read.state).toEqual(CLOSED.state);
	});
});
