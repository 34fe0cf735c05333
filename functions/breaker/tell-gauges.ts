import type { Breaker } from "../../core/breaker/breaker.ts";
import { isCrowded } from "../../core/breaker/crowd.ts";
import { BREAKER_GAUGE, OTHERS } from "../../core/contract.ts";
import { project } from "../../core/quota/projection.ts";
import type { Quota } from "../../core/quota/quota.ts";
import { DEFERS_FROM_PERCENT } from "../../core/quota/reserve.ts";
import {
	automaticHolds,
	blockedSeconds,
	failingSince,
	isHoldForgotten,
	isStalled,
	type Seen,
	stopping,
} from "../../core/status/gauges.ts";
import {
	afterRound,
	type Found,
	type LastRound,
	NO_ROUND,
} from "../../core/status/last-round.ts";
import type { BreakerDeps, QueueDepth } from "./deps.ts";

/** What one round reads for its gauges. */
interface Read {
	readonly depth: QueueDepth | "unavailable";
	readonly dead: QueueDepth | "unavailable";
	/** Epoch ms of the oldest dead letter the table knows. */
	readonly oldest: number | undefined | "unavailable";
	readonly quota: Quota | "unavailable";
}

/** Tells every gauge, zeros too; one whose facts could not be read keeps the value it had. */
export async function tellGauges(
	{
		breaker,
		depth,
		isAstray,
	}: {
		readonly breaker: Breaker;
		readonly depth: Read["depth"];
		readonly isAstray: boolean;
	},
	deps: BreakerDeps,
): Promise<void> {
	const { config, clock, metrics } = deps;
	const now = clock.now();
	const expiry = config.deadLetterRetention * 1000;
	const [dead, oldest, quota, before] = await Promise.all([
		deps.depth(config.deadLetterQueueUrl),
		deps.deadLetters.oldest(now - expiry),
		deps.quota.read(),
		deps.lastRound.read(),
	]);
	const read: Read = { depth, dead, oldest, quota };
	const known = before === "unavailable" ? NO_ROUND : before;
	const lastRound = afterRound(known, now, foundIn(read));
	metrics.set("heldTooLong", isHoldForgotten({ breaker, now }) ? 1 : 0);
	if (depth !== "unavailable") {
		metrics.set("crowded", isCrowded(breaker, now) ? 1 : 0);
	}
	metrics.set("producersHeld", automaticHolds({ breaker, now }));
	if (quota !== "unavailable") {
		metrics.set("quotaUsed", project(quota, config.limits, now).percent);
	}
	if (depth !== "unavailable" && quota !== "unavailable") {
		tellFlow(seenOf(breaker, depth, quota, lastRound, deps), isAstray, deps);
	}
	tellDeadLetters(read, lastRound, now, deps);
	if (isUnexplainedNow(known, lastRound))
		metrics.add("deadLettered", 1, OTHERS);
	// Two rounds at once see the same: one of them may keep its memory to itself.
	if (before !== "unavailable") await deps.lastRound.write(lastRound);
}

function foundIn({ depth, dead, oldest }: Read): Found {
	return {
		ready: depth === "unavailable" ? undefined : depth.ready > 0,
		waiting: depth === "unavailable" ? undefined : countOf(depth) > 0,
		unexplained:
			dead === "unavailable" || oldest === "unavailable"
				? undefined
				: oldest === undefined && countOf(dead) > 0,
	};
}

function seenOf(
	breaker: Breaker,
	depth: QueueDepth,
	quota: Quota,
	{ at, readySince, waitingSince }: LastRound,
	{ config }: BreakerDeps,
): Seen {
	return {
		now: at,
		breaker,
		ready: depth.ready,
		waiting: countOf(depth),
		readySince,
		waitingSince,
		quota,
		atLimit: project(quota, config.limits, at).percent >= DEFERS_FROM_PERCENT,
	};
}

function tellFlow(
	seen: Seen,
	isAstray: boolean,
	{ metrics }: BreakerDeps,
): void {
	const cause = stopping(seen);
	for (const gauge of new Set(Object.values(BREAKER_GAUGE))) {
		const isIt = cause !== undefined && BREAKER_GAUGE[cause] === gauge;
		metrics.set(gauge, isIt ? 1 : 0);
	}
	metrics.set("blocked", blockedSeconds(seen));
	// A mapping that cannot be set has an alarm of its own, which says what to do.
	const stalls =
		isStalled(seen) ||
		(cause === undefined && failingSince(seen) !== undefined);
	metrics.set("stalled", stalls && !isAstray ? 1 : 0);
}

function tellDeadLetters(
	{ dead, oldest }: Read,
	{ unexplainedSince }: LastRound,
	now: number,
	{ metrics }: BreakerDeps,
): void {
	if (dead === "unavailable" || oldest === "unavailable") return;
	const since = countOf(dead) === 0 ? now : (oldest ?? unexplainedSince ?? now);
	metrics.set("oldestDeadLetter", Math.round((now - since) / 1000));
}

/** SQS counts a deleted dead letter for a while. */
const UNEXPLAINED_MS = 900_000;

/** Whether dead letters of which the table knows nothing have been there for long, since this round. */
function isUnexplainedNow(
	before: LastRound,
	{ at, unexplainedSince = at }: LastRound,
): boolean {
	const due = unexplainedSince + UNEXPLAINED_MS;
	return before.at < due && at >= due;
}

function countOf({ ready, hidden }: QueueDepth): number {
	return ready + hidden;
}
