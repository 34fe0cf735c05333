import type { LocalAws } from "local-aws";
import * as v from "valibot";
import type { LocalClock } from "../api.ts";
import { checkBody } from "./check-body.ts";
import { Refused } from "./refused.ts";
import { Settling } from "./settling.ts";
import { stepsOf } from "./steps.ts";

const SECOND_MS = 1000;
const DAY_MS = 86_400_000;
const MOST_DAYS = 30;

export function clockOf({ aheadMs }: LocalAws): LocalClock {
	const now = Date.now();
	return { now, time: new Date(now).toISOString(), aheadMs };
}

/** Moves the clock of everything, in steps; the work of each is done before the next. */
export async function moveClock(
	aws: LocalAws,
	ms: number,
	isStopped: () => boolean = () => false,
): Promise<void> {
	const { cloudwatch } = aws.services;
	const settling = new Settling(aws);
	await settling.wait();
	for (const step of stepsOf(ms)) {
		if (isStopped()) return;
		aws.advance(step);
		// What a round measures is about to come: until then it would look missing.
		cloudwatch.isPaused = true;
		await settling.wait().finally(() => {
			cloudwatch.isPaused = false;
		});
	}
	if (!isStopped()) cloudwatch.evaluate();
}

const allowed = "a number from 0";
const part = v.optional(
	v.pipe(v.number(allowed), v.finite(allowed), v.minValue(0, allowed)),
);
const MOVE = v.strictObject({
	days: part,
	hours: part,
	minutes: part,
	seconds: part,
});
const EXAMPLE = '{"hours":2}';

/** How far a body wants to move the clock, in ms. @throws Refused */
export function readMove(body: unknown): number {
	const asked = { cannot: "Cannot move the clock", example: EXAMPLE };
	const {
		days = 0,
		hours = 0,
		minutes = 0,
		seconds = 0,
	} = checkBody(MOVE, body, asked);
	const wholeSeconds = ((days * 24 + hours) * 60 + minutes) * 60 + seconds;
	const ms = Math.round(wholeSeconds * SECOND_MS);
	if (ms === 0)
		throw new Refused(
			`Cannot move the clock by nothing: give days, hours, minutes or seconds, such as ${EXAMPLE}`,
		);
	if (ms > MOST_DAYS * DAY_MS)
		throw new Refused(
			`Cannot move the clock by ${(ms / DAY_MS).toPrecision(6)} days: allowed are ${MOST_DAYS} days at a time`,
		);
	return ms;
}
