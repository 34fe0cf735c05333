import { limitsNow } from "../../core/quota/limits.ts";
import { usedOf } from "../../core/quota/window.ts";
import { readQuota } from "../sender/sender-state.ts";
import type { Target } from "../sender/target.ts";

const PER_SECOND = 5;

/**
 * How fast and how much to redrive when nobody says: what the daily limit leaves beside the usual
 * mail, as more would only wait in the queue instead.
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
		/** For people: where these numbers come from. */
		why: `${most} at most: ${used} of ${limit} messages a day are used`,
	};
}
