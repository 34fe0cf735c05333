import type { Bucket, GivenBack, Quota } from "./quota.ts";

export const HOUR_MS = 3_600_000;
export const DAY_MS = 24 * HOUR_MS;
const MOST_BUCKETS = 26;
const MOST_NAMES = 50;
const OTHERS = "others";

/**
 * A function may hand over a message this long after it reserved: Lambda's longest time-out. Gmail
 * counts from the acceptance, so a bucket has to be counted that much longer.
 */
const LONGEST_SEND_MS = 900_000;

export interface Total {
	readonly messages: number;
	readonly recipients: number;
}

/** What counts at `now`. Never less than Gmail counts; up to an hour and a quarter too long. */
export function usedOf(
	quota: Quota,
	now: number,
): Total & { readonly byProducer: Readonly<Record<string, number>> } {
	const window = counted(quota, now);
	const { byProducer } = window.reduce(merged, emptyBucket(0));
	return { ...totalOf(window), byProducer };
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

/** Messages of one producer. Where it has no name of its own, all that have none count as one. */
export function sentBy(buckets: readonly Bucket[], producer: string): number {
	return buckets.reduce((sum, bucket) => {
		const name = Object.hasOwn(bucket.byProducer, producer) ? producer : OTHERS;
		return sum + countOf(bucket, name);
	}, 0);
}

/** The buckets with more in one of them, which may be new. */
export function withAdded(
	buckets: readonly Bucket[],
	{ hour, producer, messages, recipients }: GivenBack,
): readonly Bucket[] {
	const before = buckets.find((bucket) => bucket.hour === hour);
	const more = {
		hour,
		messages,
		recipients,
		byProducer: { [producer]: messages },
	};
	return limited([
		...buckets.filter((bucket) => bucket !== before),
		merged(before ?? emptyBucket(hour), more),
	]);
}

/** The buckets with less in one of them, never below zero; the same array when nothing changes. */
export function withTaken(
	buckets: readonly Bucket[],
	{ hour, producer, messages, recipients }: GivenBack,
): readonly Bucket[] {
	const before = buckets.find((bucket) => bucket.hour === hour);
	if (before === undefined) return buckets;
	const after = {
		hour,
		messages: Math.max(0, before.messages - messages),
		recipients: Math.max(0, before.recipients - recipients),
		byProducer: withFewer(before, producer, messages),
	};
	if (
		after.messages === before.messages &&
		after.recipients === before.recipients
	)
		return buckets;
	const isEmpty = after.messages === 0 && after.recipients === 0;
	return buckets.flatMap((bucket) => {
		if (bucket !== before) return [bucket];
		return isEmpty ? [] : [after];
	});
}

function withFewer(
	bucket: Bucket,
	producer: string,
	messages: number,
): Bucket["byProducer"] {
	const name = Object.hasOwn(bucket.byProducer, producer) ? producer : OTHERS;
	return Object.fromEntries(
		Object.entries(bucket.byProducer)
			.map(([key, count]): [string, number] => [
				key,
				key === name ? count - messages : count,
			])
			.filter(([, count]) => count > 0),
	);
}

function emptyBucket(hour: number): Bucket {
	return { hour, messages: 0, recipients: 0, byProducer: {} };
}

/** Two buckets as one, in the hour of the second. */
function merged(a: Bucket, b: Bucket): Bucket {
	return {
		hour: b.hour,
		...totalOf([a, b]),
		byProducer: Object.entries(b.byProducer).reduce(withMore, a.byProducer),
	};
}

function withMore(
	byProducer: Bucket["byProducer"],
	[producer, messages]: [string, number],
): Bucket["byProducer"] {
	const names = Object.keys(byProducer).filter((name) => name !== OTHERS);
	const hasRoom =
		Object.hasOwn(byProducer, producer) || names.length < MOST_NAMES;
	const name = hasRoom ? producer : OTHERS;
	// Not every name is safe to look up: "constructor" is there without having sent.
	const before = Object.hasOwn(byProducer, name) ? byProducer[name] : 0;
	return { ...byProducer, [name]: (before ?? 0) + messages };
}

function countOf({ byProducer }: Bucket, name: string): number {
	return Object.hasOwn(byProducer, name) ? (byProducer[name] ?? 0) : 0;
}

/** Sorted; with too many (a clock was wrong) the oldest is counted an hour or more longer. */
function limited(buckets: readonly Bucket[]): readonly Bucket[] {
	const [first, second, ...rest] = buckets.toSorted((a, b) => a.hour - b.hour);
	if (first === undefined) return [];
	if (second === undefined) return [first];
	if (rest.length + 2 <= MOST_BUCKETS) return [first, second, ...rest];
	return limited([merged(first, second), ...rest]);
}
