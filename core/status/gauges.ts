import {
	type Breaker,
	type HistoryEntry,
	loginShows,
} from "../breaker/breaker.ts";
import {
	type Hold,
	holdingRules,
	holdNow,
	isForgotten,
} from "../breaker/holds.ts";
import { LONGEST_DELAY_SECONDS } from "../delivery/backoff.ts";
import type { SenderCause } from "../delivery/causes.ts";
import type { Quota } from "../quota/quota.ts";
import { deferredNow } from "../quota/quota.ts";

/** What a round of the breaker function found. Times are epoch ms. */
export interface Seen {
	readonly now: number;
	readonly breaker: Breaker;
	/** Messages that can be received, and all that wait. */
	readonly ready: number;
	readonly waiting: number;
	/** Since when every round found some. */
	readonly readySince: number | undefined;
	readonly waitingSince: number | undefined;
	readonly quota: Quota;
	/** The daily limit is nearly used up: mail without high priority may be deferred. */
	readonly atLimit: boolean;
}

export const STALLED_MS = 900_000;
/** A quarter more than the longest delay of a message. */
export const NOTHING_RUNS_MS = 1.25 * LONGEST_DELAY_SECONDS * 1000;

/** The prober judges within a minute. After this time, it is considered absent. */
const JUDGED_MS = 180_000;

/** The cause of an outage, once it is confirmed. A cause that a login shows is over when the prober can log in. */
export function confirmedCause(
	{ state }: Breaker,
	now: number,
): SenderCause | undefined {
	if (state.kind === "closed") return undefined;
	const { cause, attempt, since, worksSince } = state;
	if (!loginShows(state)) return attempt > 0 ? cause : undefined;
	const isConfirmed = attempt > 0 || now - since > JUDGED_MS;
	return isConfirmed && worksSince === undefined ? cause : undefined;
}

/** The cause that stops mail. A cause that only a message can show stops nothing while no message waits. */
export function stopping({
	breaker,
	now,
	waiting,
}: Seen): SenderCause | undefined {
	const cause = confirmedCause(breaker, now);
	const { state } = breaker;
	const isUntried =
		state.kind !== "closed" &&
		!loginShows(state) &&
		waiting === 0 &&
		state.until <= now;
	return isUntried ? undefined : cause;
}

/** Seconds for which an open breaker, a hold, or the daily limit has kept back the oldest waiting mail. */
export function blockedSeconds(seen: Seen): number {
	// Between two rounds it is not known since when there has been mail.
	const { breaker, now, waiting, waitingSince = 0, quota } = seen;
	if (waiting === 0) return 0;
	const { state } = breaker;
	const hold = holdNow(breaker.hold, now);
	const stops = [
		...(hold === undefined ? [] : [hold.at]),
		...(state.kind === "closed" ? [] : [state.since]),
	];
	const kept = deferredNow(quota.deferred, now);
	const since = [
		// Mail that came later has not waited that long.
		...(stops.length === 0 ? [] : [Math.max(Math.min(...stops), waitingSince)]),
		...(kept === undefined ? [] : [kept.oldestSentAt]),
	];
	return Math.round((now - Math.min(now, ...since)) / 1000);
}

/**
 * Whether mail could be sent, but is not: every round found messages that can be received and none
 * had an outcome, or every round found messages that wait and no batch ended, as when the function
 * crashes on each.
 */
export function isStalled(seen: Seen): boolean {
	const { breaker, now, readySince, waitingSince, atLimit } = seen;
	if (stopping(seen) !== undefined) return false;
	if (holdNow(breaker.hold, now) !== undefined) return false;
	const { lastOutcomeAt = 0, lastRunAt = 0 } = seen.quota;
	const muted = mutedUntil(breaker);
	// With many held messages, some can always be received: their batch ends without an outcome.
	const someIsHeld = holdingRules(breaker.rules, now).length > 0;
	const lastEnd = someIsHeld ? lastRunAt : lastOutcomeAt;
	const nothingEnds =
		!atLimit &&
		readySince !== undefined &&
		now - Math.max(readySince, lastEnd, lastOutcomeAt, muted) >= STALLED_MS;
	// Google accepts the login of the prober, but no message.
	const provesNothing =
		breaker.state.kind !== "closed" &&
		breaker.state.worksSince !== undefined &&
		waitingSince !== undefined &&
		now - Math.max(waitingSince, lastOutcomeAt, muted) >= STALLED_MS;
	const nothingRuns =
		waitingSince !== undefined &&
		now - Math.max(waitingSince, lastRunAt, muted) >= NOTHING_RUNS_MS;
	return nothingEnds || nothingRuns || provesNothing;
}

const FAILING_MS = 3_600_000;

/** Since when a message has failed, for more than an hour, while no other mail shows whether the message is the cause. Epoch ms. */
export function failingSince({ quota, now }: Seen): number | undefined {
	const since = deferredNow(quota.failing, now)?.oldestSentAt;
	return since !== undefined && now - since > FAILING_MS ? since : undefined;
}

/** Whether an operator may have forgotten a hold, of all mail or of some. */
export function isHoldForgotten({
	breaker,
	now,
}: Pick<Seen, "breaker" | "now">): boolean {
	return holdsNow(breaker, now).some((one) => isForgotten(one, now));
}

/** How many producers the sender itself holds. */
export function automaticHolds({
	breaker,
	now,
}: Pick<Seen, "breaker" | "now">): number {
	return holdingRules(breaker.rules, now).filter(
		({ isAutomatic }) => isAutomatic,
	).length;
}

/** The hold of all mail and those of some mail. The holds of the sender itself have a separate alarm. */
function holdsNow({ hold, rules }: Breaker, now: number): readonly Hold[] {
	const ofSome = holdingRules(rules, now).filter(
		({ isAutomatic }) => !isAutomatic,
	);
	const ofAll = holdNow(hold, now);
	return ofAll === undefined ? ofSome : [ofAll, ...ofSome];
}

/** When the last hold or outage ended. Epoch ms, 0 when there was none. */
export function freeSince(breaker: Breaker, now: number): number {
	const { until = Infinity } = breaker.hold ?? {};
	return Math.max(mutedUntil(breaker), until <= now ? until : 0);
}

// Mail that waited for an outage to end needs a while to come back.
function mutedUntil({ state, history }: Breaker): number {
	const lastOf = (kind: HistoryEntry["what"]) =>
		history.findLast(({ what }) => what === kind)?.at ?? 0;
	const { worksSince = 0 } = state.kind === "closed" ? {} : state;
	return Math.max(lastOf("resumed"), lastOf("closed"), worksSince);
}
