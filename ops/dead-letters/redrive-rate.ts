import { limitsNow } from "../../core/quota/limits.ts";
import { usedOf } from "../../core/quota/window.ts";
import { readQuota } from "../sender/sender-state.ts";
import type { Target } from "../sender/target.ts";

const PER_SECOND = 5;

/**
 * The default rate and maximum of a redrive: the unused part of the daily limit, because more would
 * only wait in the queue.
 */
export async function readUsualRate(target: Target, now: number) {
	const quota = await readQuota(target);
	const { messages: limit } = limitsNow(quota, target.sender.limits, now);
	const { messages: used } = usedOf(quota, now);
	const most = Math.max(0, limit - used);
	return {
		perSecond: PER_SECOND,
		/** Messages in one run. */
		most,
		/** Explains the maximum to people. */
		why: `at most ${most}: ${used} of ${limit} messages a day are used`,
	};
}
