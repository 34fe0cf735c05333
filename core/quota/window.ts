import { MAX_TIMEOUT_SECONDS } from "../contract.ts";
import { type Bucket, emptyBucket, merged, sentIn, without } from "./bucket.ts";
import type { GivenBack, Quota } from "./quota.ts";

export const HOUR_MS = 3_600_000;
export const DAY_MS = 24 * HOUR_MS;
const MOST_BUCKETS = 26;

/**
 * A function may hand over a message this long after it reserved: Lambda's longest time-out. Gmail
 * counts from the acceptance, so a bucket has to be counted that much longer.
 */
const LONGEST_SEND_MS = MAX_TIMEOUT_SECONDS * 1000;

export interface Total {
	readonly messages: number;
	readonly recipients: number;
}

/** What counts at `now`. Never less than Gmail counts; up to an hour and a quarter too long. */
export function usedOf(
	quota: Quota,
	now: number,
): Total & { readonly byProducer: Readonly<Record<string, number>> } {
	const { messages, recipients, byProducer } = counted(quota, now).reduce(
		merged,
		emptyBucket(0),
	);
	return { messages, recipients, byProducer };
}

export function hourOf(now: number): number {
	return Math.floor(now / HOUR_MS);
}

/** Epoch ms from which a bucket no longer counts. */
export function endOf({ hour }: Bucket): number {
	return (hour + 1) * HOUR_MS + DAY_MS + LONGEST_SEND_MS;
}

/** The buckets that count at `now`. One in the future (a clock was wrong) counts, too. */
export function counted(quota: Quota, now: number): readonly Bucket[] {
	return quota.buckets.filter((bucket) => endOf(bucket) > now);
}

export function totalOf(buckets: readonly Bucket[]): Total {
	return {
		messages: buckets.reduce((sum, { messages }) => sum + messages, 0),
		recipients: buckets.reduce((sum, { recipients }) => sum + recipients, 0),
	};
}

export function sentBy(buckets: readonly Bucket[], producer: string): number {
	return buckets.reduce((sum, bucket) => sum + sentIn(bucket, producer), 0);
}

/** The buckets with more in one of them, which may be new. */
export function withAdded(
	buckets: readonly Bucket[],
	{ hour, producer, messages, recipients }: GivenBack,
): readonly Bucket[] {
	const before = buckets.find((bucket) => bucket.hour === hour);
	const byProducer = { [producer]: messages };
	const more = { hour, messages, recipients, byProducer };
	return limited([
		...buckets.filter((bucket) => bucket !== before),
		merged(before ?? emptyBucket(hour), more),
	]);
}

/** The buckets with less in one of them; the same array when nothing changes. */
export function withTaken(
	buckets: readonly Bucket[],
	back: GivenBack,
): readonly Bucket[] {
	const before = buckets.find(({ hour }) => hour === back.hour);
	if (before === undefined) return buckets;
	const after = without(before, back);
	const { messages, recipients } = after;
	if (messages === before.messages && recipients === before.recipients)
		return buckets;
	const isEmpty = messages === 0 && recipients === 0;
	return buckets.flatMap((bucket) => {
		if (bucket !== before) return [bucket];
		return isEmpty ? [] : [after];
	});
}

/** Sorted. With too many (a clock was wrong) the oldest joins the next, and counts longer. */
function limited(buckets: readonly Bucket[]): readonly Bucket[] {
	const sorted = buckets.toSorted((a, b) => a.hour - b.hour);
	const [first, second, ...rest] = sorted;
	if (sorted.length <= MOST_BUCKETS || !first || !second) return sorted;
	return [merged(first, second), ...rest];
}
