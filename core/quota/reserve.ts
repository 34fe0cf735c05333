import type { Bucket } from "./bucket.ts";
import { type Limits, learnedNow } from "./limits.ts";
import { fits } from "./tiers.ts";
import {
	counted,
	endOf,
	HOUR_MS,
	hourOf,
	withAdded,
	withTaken,
} from "./window.ts";

/** A limit below the configured one, learned from a refusal. */
export interface Learned {
	/** Of the configured limits, 0.1 to 1. */
	readonly fraction: number;
	/** Epoch ms: from then on the configured limits are in force again. */
	readonly until: number;
	/** Epoch ms: when Google refused, and what had been reserved in 24 hours by then. */
	readonly at: number;
	readonly messages: number;
	readonly recipients: number;
}

/** What one mailbox has used of its limits. `version` makes every write conditional on what was read. */
export interface Quota {
	readonly version: number;
	readonly buckets: readonly Bucket[];
	readonly learned?: Learned;
	/** Epoch ms at which a message last was sent, expired or given up. */
	readonly lastOutcomeAt?: number;
	/** Epoch ms at which a batch last came to its end, whatever became of it. */
	readonly lastRunAt?: number;
	/** The oldest message that was deferred or held of late. */
	readonly keptBack?: KeptBack;
	/** Who wrote last, each write under a name of its own; the newest last. */
	readonly writers?: readonly string[];
}

/** Mail that the daily limit or an operator's rule keeps back. Epoch ms. */
export interface KeptBack {
	readonly oldestSentAt: number;
	/** When it was last seen. */
	readonly at: number;
}

export const NO_QUOTA: Quota = { version: 0, buckets: [] };

/** One message that wants to be sent. */
export interface Ask {
	readonly id: string;
	readonly producer: string;
	readonly recipients: number;
	/** `priority: "high"` of a producer that was granted it. */
	readonly high: boolean;
}

export interface ReserveOptions {
	/** As configured; what was learned is taken into account here. */
	readonly limits: Limits;
	/** Epoch ms. */
	readonly now: number;
	/** Whether some producer was granted high priority, so that room is kept for it. */
	readonly reserveForHigh: boolean;
}

export interface Reservation {
	/** To be written before anything is sent; the same object when nothing was granted. */
	readonly quota: Quota;
	/** Ids. */
	readonly granted: readonly string[];
	/** `until` in epoch ms, one minute to one hour from now: when there may be room. */
	readonly deferred: readonly { readonly id: string; readonly until: number }[];
	/** The bucket the grants are in, for `giveBack()`. */
	readonly hour: number;
}

/** Something reserved that was definitely not sent. */
export interface GivenBack {
	readonly hour: number;
	readonly producer: string;
	readonly messages: number;
	readonly recipients: number;
}

const MINUTE_MS = 60_000;

/** Reserves in the order given; a small message may still fit when a larger one before it doesn't. */
export function reserve(
	quota: Quota,
	asks: readonly Ask[],
	options: ReserveOptions,
): Reservation {
	const hour = hourOf(options.now);
	const granted: string[] = [];
	const waiting: Ask[] = [];
	let after = written(quota, options.now);
	for (const ask of asks) {
		if (!fits(after, ask, options)) {
			waiting.push(ask);
			continue;
		}
		granted.push(ask.id);
		const { producer, recipients } = ask;
		const grant = { hour, producer, messages: 1, recipients };
		after = { ...after, buckets: withAdded(after.buckets, grant) };
	}
	return {
		quota: granted.length === 0 ? quota : after,
		granted,
		// Only now, so that they know what the later ones have taken.
		deferred: waiting.map((ask) => ({
			id: ask.id,
			until: roomAt(after, ask, options),
		})),
		hour,
	};
}

/** Gives back to the bucket it was reserved in, which may be gone. The same object when nothing changes. */
export function giveBack(quota: Quota, back: readonly GivenBack[]): Quota {
	const buckets = back.reduce(withTaken, quota.buckets);
	if (buckets === quota.buckets) return quota;
	return { ...quota, version: quota.version + 1, buckets };
}

/** The next version, without what no longer counts. */
function written(quota: Quota, now: number): Quota {
	const learned = learnedNow(quota, now);
	const { learned: _before, ...kept } = quota;
	return {
		...kept,
		version: quota.version + 1,
		buckets: counted(quota, now),
		...(learned === undefined ? {} : { learned }),
	};
}

/** When enough has left the window, or what was learned is forgotten; an hour from now at the latest. */
function roomAt(quota: Quota, ask: Ask, options: ReserveOptions): number {
	const { now } = options;
	const latest = now + HOUR_MS;
	const changes = quota.buckets.map(endOf);
	if (quota.learned !== undefined) changes.push(quota.learned.until);
	const at = changes
		.toSorted((a, b) => a - b)
		.find((at) => at < latest && fits(quota, ask, { ...options, now: at }));
	return Math.max(now + MINUTE_MS, at ?? latest);
}
