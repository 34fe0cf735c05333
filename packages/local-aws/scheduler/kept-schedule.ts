import { nextOccurrence, type Timing } from "./occurrences.ts";
import type { Schedule } from "./schedule.ts";

/** A schedule that EventBridge Scheduler keeps. Times are epoch ms. */
export interface KeptSchedule extends Schedule {
	readonly arn: string;
	readonly createdMs: number;
	readonly changedMs: number;
	/** Of the request that created it. */
	readonly clientToken: string | undefined;
	/** Undefined: never any more, or not while it is disabled. */
	nextMs: number | undefined;
}

/** Keeps a schedule, new or changed: its occurrences begin anew. */
export function keep(
	schedule: Schedule,
	{
		arn,
		clientToken,
		createdMs,
	}: Pick<KeptSchedule, "arn" | "clientToken"> & {
		/** Undefined: now. */
		readonly createdMs?: number;
	},
): KeptSchedule {
	const changedMs = Date.now();
	const kept: KeptSchedule = {
		...schedule,
		arn,
		clientToken,
		createdMs: createdMs ?? changedMs,
		changedMs,
		nextMs: undefined,
	};
	if (schedule.settings.State === "ENABLED")
		kept.nextMs = nextOccurrence(timingOf(kept));
	return kept;
}

/** All occurrences up to now that have not been taken yet, in order. */
export function takeDue(kept: KeptSchedule, now: number): readonly number[] {
	const due: number[] = [];
	while (kept.nextMs !== undefined && kept.nextMs <= now) {
		due.push(kept.nextMs);
		kept.nextMs = nextOccurrence(timingOf(kept), kept.nextMs);
	}
	return due;
}

function timingOf({ settings, expression, changedMs }: KeptSchedule): Timing {
	const { StartDate, EndDate, ScheduleExpressionTimezone } = settings;
	return {
		expression,
		zone: ScheduleExpressionTimezone,
		sinceMs: changedMs,
		startMs: StartDate === undefined ? undefined : StartDate * 1000,
		endMs: EndDate === undefined ? undefined : EndDate * 1000,
	};
}
