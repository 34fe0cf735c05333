import { type Limits, learnedNow, limitsNow } from "./limits.ts";
import { type GivenBack, LONGEST_DEFERRAL_MS, type Quota } from "./quota.ts";
import {
	counted,
	endOf,
	hourOf,
	sentBy,
	totalOf,
	withAdded,
	withTaken,
} from "./window.ts";

/** One message that wants to be sent. */
export interface Ask {
	readonly id: string;
	readonly producer: string;
	readonly recipients: number;
	/** `priority: "high"` of a producer that was granted it. */
	readonly high: boolean;
}

interface ReserveOptions {
	/** As configured; what was learned is taken into account here. */
	readonly limits: Limits;
	/** Epoch ms. */
	readonly now: number;
	/** The most of the daily limits that a producer may use, from 0 to 1, by its name. */
	readonly shares?: Readonly<Record<string, number>>;
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

const MINUTE_MS = 60_000;

/** Reserves in the order given; a small message may still fit when a larger one before it doesn't. */
export function reserveQuota(
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
	const latest = now + LONGEST_DEFERRAL_MS;
	const changes = quota.buckets.map(endOf);
	if (quota.learned !== undefined) changes.push(quota.learned.until);
	const at = changes
		.toSorted((a, b) => a - b)
		.find((at) => at < latest && fits(quota, ask, { ...options, now: at }));
	return Math.max(now + MINUTE_MS, at ?? latest);
}

/** Kept free for high priority, when somebody was granted it. */
const HIGH_PERCENT = 10;

/** Kept free for each producer that has sent no more than this. */
const LITTLE_PERCENT = 5;

/** From here on mail may be deferred: the rest is kept for urgent mail and small producers. */
export const DEFERS_FROM_PERCENT = 100 - HIGH_PERCENT - LITTLE_PERCENT;

/**
 * Whether one more message has room. High priority may fill the limit; a producer that sends little, what
 * isn't kept for high priority; everybody else 5 % less, so that one that floods can't lock out the others.
 */
function fits(
	quota: Quota,
	ask: Ask,
	{ limits, now, reserveForHigh, shares = {} }: ReserveOptions,
): boolean {
	const window = counted(quota, now);
	const used = totalOf(window);
	// A learned limit can be lower than one message has recipients. It must not wait for ever.
	if (used.messages === 0 && used.recipients === 0) return true;
	const inForce = limitsNow(quota, limits, now);
	const own = sentBy(window, ask.producer) + 1;
	if (own > mostOf(ask.producer, inForce, shares)) return false;
	const isLittle = own <= share(inForce.messages, LITTLE_PERCENT);
	const keptFree = ask.high
		? 0
		: (reserveForHigh ? HIGH_PERCENT : 0) + (isLittle ? 0 : LITTLE_PERCENT);
	return (
		used.messages + 1 <= tier(inForce.messages, keptFree) &&
		used.recipients + ask.recipients <= tier(inForce.recipients, keptFree)
	);
}

/** One message is let through at any rate: it must not wait for ever. */
function mostOf(
	producer: string,
	{ messages }: Limits,
	shares: Readonly<Record<string, number>>,
): number {
	const granted = Object.hasOwn(shares, producer)
		? shares[producer]
		: undefined;
	return granted === undefined
		? messages
		: Math.max(1, Math.floor(messages * granted));
}

// What is kept free is rounded down, so that tiny limits are used up.
function tier(limit: number, keptFreePercent: number): number {
	return limit - share(limit, keptFreePercent);
}

function share(limit: number, percent: number): number {
	return Math.floor((limit * percent) / 100);
}
