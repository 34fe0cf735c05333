import type { Learned, Quota } from "./quota.ts";
import { counted, DAY_MS, totalOf } from "./quota-window.ts";

/** Both in a rolling 24 hours. */
export interface Limits {
	readonly messages: number;
	readonly recipients: number;
}

export type MailboxType = "consumer" | "workspace" | "workspace-trial";

const RELAY = "smtp-relay.gmail.com";
const RELAY_LIMITS: Limits = { messages: 10_000, recipients: 10_000 };

/**
 * Google's figures: https://support.google.com/a/answer/166852 and, for the relay, answer/2956491.
 * Of a Workspace mailbox's 10,000 recipients 3,000 may be outside its organisation; we can't tell who
 * is, so that wall is learned from a refusal. A trial's 500 recipients are those outside: what most mail is.
 */
const LIMITS: Readonly<Record<MailboxType, Limits>> = {
	consumer: { messages: 500, recipients: 500 },
	workspace: { messages: 2_000, recipients: 10_000 },
	"workspace-trial": { messages: 500, recipients: 500 },
};

const LEAST_FRACTION = 0.1;
const SHARED_BELOW = 0.8;

/** What Google allows a mailbox. The relay is for paid Workspace mailboxes only. */
export function limitsOf(type: MailboxType, smtpHost: string): Limits {
	const isRelay = type === "workspace" && smtpHost.toLowerCase() === RELAY;
	return isRelay ? RELAY_LIMITS : LIMITS[type];
}

/** The limits in force: the configured ones, times what was learned while that lives. */
export function limitsNow(quota: Quota, limits: Limits, now: number): Limits {
	const fraction = learnedNow(quota, now)?.fraction ?? 1;
	return {
		messages: scaled(limits.messages, fraction),
		recipients: scaled(limits.recipients, fraction),
	};
}

/**
 * The quota after a real 5.4.5: what is in the window is the limit for a day, and at least a tenth.
 * What was refused should have been given back before.
 */
export function learn(quota: Quota, limits: Limits, now: number): Quota {
	const buckets = counted(quota, now);
	const used = totalOf(buckets);
	const share = Math.max(
		used.messages / limits.messages,
		used.recipients / limits.recipients,
	);
	const fraction = Math.min(1, Math.max(LEAST_FRACTION, share));
	const until = now + DAY_MS;
	const earlier = learnedNow(quota, now);
	return {
		version: quota.version + 1,
		buckets,
		learned:
			earlier !== undefined && earlier.fraction <= fraction
				? { ...earlier, until }
				: { fraction, until, at: now, ...used },
	};
}

/** Whether Google refused so far below the configured limits that somebody else must use the mailbox. */
export function sharedWithOthers(
	quota: Quota,
	limits: Limits,
	now: number,
): boolean {
	const { messages } = limitsNow(quota, limits, now);
	return messages < SHARED_BELOW * limits.messages;
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
