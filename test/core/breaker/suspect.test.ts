import { describe, expect, test } from "vitest";
import {
	type Breaker,
	breakerOf,
	CLOSED,
	itemOf,
	withTimesCut,
} from "../../../core/breaker/breaker.ts";
import type { BreakerEvent, Witness } from "../../../core/breaker/event.ts";
import { isSuspected } from "../../../core/breaker/suspect.ts";
import { afterEvent } from "../../../core/breaker/transition.ts";

const MINUTE = 60_000;
const START = Date.UTC(2026, 10, 23);

const failed = (
	by: Witness,
	at: number,
	rest: { readonly owner?: string; readonly suspect?: string } = {},
): BreakerEvent => ({
	kind: "failed",
	by,
	at,
	failure: { cause: "transient", stage: "data" },
	secretVersion: "v1",
	...rest,
});
const token = (owner: string, at: number): BreakerEvent => ({
	kind: "token-taken",
	at,
	owner,
	until: at + MINUTE,
});
const sent = (producer: string, at: number): BreakerEvent => ({
	kind: "sent",
	at,
	owner: "me",
	producer,
	secretVersion: "v1",
});
const after = (...events: readonly BreakerEvent[]): Breaker =>
	events.reduce(afterEvent, CLOSED);
/** Who is suspected, and for how many minutes from the start on. */
const suspectOf = ({ suspect }: Breaker) =>
	suspect && [suspect.producer, (suspect.until - START) / MINUTE];

const OPENED = failed("messages", START, { suspect: "flood" });
const TRIAL = token("me", START + MINUTE);
const LOST = failed("trial", START + MINUTE, {
	owner: "me",
	suspect: "flood",
});

describe("a producer whose messages alone fail while others send", () => {
	test.each<[string, readonly BreakerEvent[], number]>([
		[
			"that opened the breaker is suspected until others could try",
			[OPENED],
			3,
		],
		[
			"that lost a trial, for two minutes",
			[failed("messages", START), TRIAL, LOST],
			3,
		],
		[
			"that lost two, while the breaker is open, the mapping is switched on, and two minutes more",
			[OPENED, TRIAL, LOST, token("me", START + MINUTE), LOST],
			1 + 5 + 1 + 2,
		],
		[
			"is for two minutes more when another's message is taken",
			[OPENED, TRIAL, sent("billing", START + 2 * MINUTE)],
			4,
		],
	])("%s", (_name, events, minutes) => {
		expect(suspectOf(after(...events))).toEqual(["flood", minutes]);
	});

	test("is no longer suspected once a message of its own is taken", () => {
		const breaker = after(OPENED, TRIAL, sent("flood", START + MINUTE));
		expect(breaker.state.kind).toBe("closed");
		expect(suspectOf(breaker)).toBeUndefined();
	});

	test("is suspected for two minutes at most once somebody tries before the time", () => {
		const early = START - 60 * MINUTE;
		const breaker = after(OPENED, token("me", early));
		expect(suspectOf(breaker)).toEqual(["flood", -58]);
	});

	test("stays suspected whatever else fails", () => {
		expect(suspectOf(after(OPENED, failed("prober", START)))).toEqual([
			"flood",
			3,
		]);
	});

	test("is kept in the breaker's item, a fast clock's time cut", () => {
		const breaker = after(OPENED);
		expect(breakerOf(itemOf(breaker)).suspect).toEqual(breaker.suspect);
		const fast = after({ ...OPENED, at: START + 1e9 } as BreakerEvent);
		expect(suspectOf(withTimesCut(fast, START))).toEqual(["flood", 64]);
	});
});

test("nobody is suspected of a failure that is not one producer's alone", () => {
	expect(after(failed("messages", START))).not.toHaveProperty("suspect");
});

test("isSuspected() asks for the producer, and for the time", () => {
	const suspect = { producer: "flood", until: START };
	expect(isSuspected(suspect, "flood", START - 1)).toBe(true);
	expect(isSuspected(suspect, "flood", START)).toBe(false);
	expect(isSuspected(suspect, "billing", START - 1)).toBe(false);
	expect(isSuspected(undefined, "flood", START)).toBe(false);
});
