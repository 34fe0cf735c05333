import { limitsNow } from "../../core/quota/limits.ts";
import { usedOf } from "../../core/quota/window.ts";
import { readQuota } from "../sender/sender-state.ts";
import type { Target } from "../sender/target.ts";

/** How fast and how much to redrive when nobody says. */
export interface RedriveRate {
	readonly perSecond: number;
	/** Messages in one run. */
	readonly most: number;
	/** For people: where these numbers come from. */
	readonly why: string;
}

const PER_SECOND = 5;

/** What the daily limit leaves beside the usual mail: more would only wait in the queue instead. */
export async function readUsualRate(
	target: Target,
	now: number,
): Promise<RedriveRate> {
	const quota = await readQuota(target);
	const { messages: limit } = limitsNow(quota, target.sender.limits, now);
	const { messages: used } = usedOf(quota, now);
	const most = Math.max(0, limit - used);
	return {
		perSecond: PER_SECOND,
		most,
		why: `${most} at most: ${used} of ${limit} messages a day are used`,
	};
}
