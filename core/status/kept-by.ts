import { holdingRules, holdNow, type MessageRule } from "../breaker/holds.ts";
import {
	heldAgainWithinSeconds,
	LONGEST_RELEASE_SECONDS,
} from "../delivery/backoff.ts";
import { describeQuota } from "../quota/projection.ts";
import { deferredNow } from "../quota/quota.ts";
import { whatOf } from "./breaker-open.ts";
import { iso, seenOf } from "./facts.ts";
import type { Overview } from "./overview.ts";

/** Everything that keeps mail back now, a sentence each; of what nobody can hurry it says so. */
export function keptBy(overview: Overview): readonly string[] {
	const { breaker, now, quota, limits } = overview;
	const { state, rules } = breaker;
	const hold = holdNow(breaker.hold, now);
	const held = holdingRules(rules, now);
	return [
		...(hold === undefined
			? []
			: [`All mail is on hold by ${hold.who}: ${hold.why}.`]),
		...(state.kind === "closed"
			? []
			: [
					`Not sending since ${iso(state.since)}: ${whatOf(state.cause, overview)}. ${
						state.cause === "quota"
							? `That cannot be hurried; the next try is at ${iso(state.until)}.`
							: "It is tried at once."
					}`,
				]),
		...(seenOf(overview).atLimit
			? [
					`The daily limit keeps mail back, which cannot be hurried: ${describeQuota(quota, limits, now)}.`,
				]
			: []),
		...held.map(
			({ id, match: { producer, tag, id: one }, who, why }) =>
				`Still on hold is the mail of ${producer ?? tag ?? one}, by ${who}: ${why} (rule ${id}).`,
		),
	];
}

/** By when the last of what waits has asked again, once nothing keeps it back. Epoch ms. */
export function comesBackBy(
	{ now, quota, waitingSince = now }: Overview,
	ended: readonly MessageRule[],
): number {
	if (ended.length === 0) return now + LONGEST_RELEASE_SECONDS * 1000;
	const oldest = Math.min(
		...ended.map(({ at }) => at),
		deferredNow(quota.deferred, now)?.oldestSentAt ?? now,
		waitingSince,
	);
	return now + heldAgainWithinSeconds((now - oldest) / 1000) * 1000;
}
