import type { Learned, Quota } from "./quota.ts";
import { counted, DAY_MS, totalOf } from "./window.ts";

/** Both in a rolling 24 hours. */
export interface Limits {
	readonly messages: number;
	readonly recipients: number;
}

const LEAST_FRACTION = 0.1;
const SHARED_BELOW = 0.8;

/** The limits in force: the configured ones, times what was learned while that lives. */
export function limitsNow(quota: Quota, limits: Limits, now: number): Limits {
	const fraction = learnedNow(quota, now)?.fraction ?? 1;
	return {
		messages: scaled(limits.messages, fraction),
		recipients: scaled(limits.recipients, fraction),
	};
}

/**
 * The quota after a real 5.4.5: what is in the window is the limit for a day. Below a tenth of the limits, our own
 * count says nothing of where they lie: the refusal is remembered, and the limits stay.
 * What was refused should have been given back before.
 */
export function learnLimit(quota: Quota, limits: Limits, now: number): Quota {
	const buckets = counted(quota, now);
	const used = totalOf(buckets);
	const share = shareOf(used, limits);
	const fraction = share < LEAST_FRACTION ? 1 : Math.min(1, share);
	const until = now + DAY_MS;
	const earlier = learnedNow(quota, now);
	return {
		...quota,
		version: quota.version + 1,
		buckets,
		learned:
			earlier !== undefined && earlier.fraction <= fraction
				? { ...earlier, until: share < LEAST_FRACTION ? earlier.until : until }
				: { fraction, until, at: now, ...used },
	};
}

function shareOf(used: Limits, limits: Limits): number {
	return Math.max(
		used.messages / limits.messages,
		used.recipients / limits.recipients,
	);
}

/** Whether Google refused so far below the configured limits that somebody else must use the mailbox. */
export function sharedWithOthers(
	quota: Quota,
	limits: Limits,
	now: number,
): boolean {
	const learned = learnedNow(quota, now);
	return learned !== undefined && shareOf(learned, limits) < SHARED_BELOW;
}

/** What was learned, while it lives. */
export function learnedNow(
	{ learned }: Quota,
	now: number,
): Learned | undefined {
	return learned !== undefined && learned.until > now ? learned : undefined;
}

function scaled(limit: number, fraction: number): number {
	// 49 times 1/49 is a little under 1, and would be cut down to nothing.
	return Math.max(1, Math.floor(limit * fraction + 1e-9));
}
