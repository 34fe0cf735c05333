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

/** Everything that keeps mail back now, one sentence each. A sentence says if the wait cannot be shortened. */
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
							? `This wait cannot be shortened; the next try is at ${iso(state.until)}.`
							: "It is tried at once."
					}`,
				]),
		...(seenOf(overview).atLimit
			? [
					`The daily limit ${deferredNow(quota.deferred, now) === undefined ? "may keep" : "keeps"} mail back, and this wait cannot be shortened: ${describeQuota(quota, limits, now)}.`,
				]
			: []),
		...held.map(
			({ id, match: { producer, tag, id: one }, who, why }) =>
				`The mail of ${producer ?? tag ?? one} is still on hold, by ${who}: ${why} (rule ${id}).`,
		),
	];
}

/** When the last waiting message is received again, at the latest, once nothing keeps it back. Epoch ms. */
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
