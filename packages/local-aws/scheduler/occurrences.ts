import { type Cron, wallTimes } from "./cron.ts";
import type { ScheduleExpression } from "./expression.ts";
import { instantOf, wallTime } from "./time-zone.ts";

const HOUR_MS = 3_600_000;

/** What the occurrences of a schedule follow from; all times are epoch ms. */
export interface Timing {
	readonly expression: ScheduleExpression;
	readonly zone: string;
	/** When it was created or last changed. */
	readonly sinceMs: number;
	readonly startMs: number | undefined;
	readonly endMs: number | undefined;
}

/** The occurrence after the last one, or the first one. Undefined: there is none any more. */
export function nextOccurrence(
	timing: Timing,
	lastMs?: number,
): number | undefined {
	const { expression, zone, endMs } = timing;
	// A one-time schedule ignores its start and end.
	if (expression.kind === "at")
		return lastMs === undefined
			? instantOfOneTime(expression.wallMs, zone)
			: undefined;
	const next =
		expression.kind === "rate"
			? nextOfRate(timing, expression.periodMs, lastMs)
			: nextOfCron(timing, expression.cron, lastMs);
	return next !== undefined && next > (endMs ?? Number.POSITIVE_INFINITY)
		? undefined
		: next;
}

/** One that is past fires at once; one that clocks are put forward over, after it. */
function instantOfOneTime(wallMs: number, zone: string): number | undefined {
	return instantOf(wallMs, zone) ?? instantOf(wallMs + HOUR_MS, zone);
}

/** Without a start, a rate fires as soon as it is there. */
function nextOfRate(
	{ sinceMs, startMs }: Timing,
	periodMs: number,
	lastMs: number | undefined,
): number {
	if (lastMs !== undefined) return lastMs + periodMs;
	const start = startMs ?? sinceMs;
	const missed = Math.max(0, Math.ceil((sinceMs - start) / periodMs));
	return start + missed * periodMs;
}

/** Clocks that are put forward skip what falls between; put back, it is not repeated. */
function nextOfCron(
	{ zone, sinceMs, startMs }: Timing,
	cron: Cron,
	lastMs: number | undefined,
): number | undefined {
	const earliest = lastMs ?? Math.max(sinceMs, startMs ?? sinceMs) - 1;
	for (const wallMs of wallTimes(cron, wallTime(earliest, zone))) {
		const instant = instantOf(wallMs, zone);
		if (instant !== undefined && instant > earliest) return instant;
	}
	return undefined;
}
