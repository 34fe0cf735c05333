import { OTHERS } from "../contract.ts";
/** What was reserved in one hour. */
export interface Bucket {
	/** Hours since the epoch. */
	readonly hour: number;
	readonly messages: number;
	readonly recipients: number;
	/** Messages. At most 50 names, the rest is `others`. */
	readonly byProducer: Readonly<Record<string, number>>;
}

const MOST_NAMES = 50;
export function emptyBucket(hour: number): Bucket {
	return { hour, messages: 0, recipients: 0, byProducer: {} };
}

/** Two buckets as one, in the hour of the second. */
export function merged(a: Bucket, b: Bucket): Bucket {
	return {
		hour: b.hour,
		messages: a.messages + b.messages,
		recipients: a.recipients + b.recipients,
		byProducer: Object.entries(b.byProducer).reduce(withMore, a.byProducer),
	};
}

/** The first bucket without what is in the second, never below zero. */
export function without(
	{ hour, messages, recipients, byProducer }: Bucket,
	less: Omit<Bucket, "hour" | "byProducer"> & { readonly producer: string },
): Bucket {
	const own = nameIn(byProducer, less.producer);
	const left = Object.entries(byProducer)
		.map(([name, count]): [string, number] => [
			name,
			name === own ? count - less.messages : count,
		])
		.filter(([, count]) => count > 0);
	return {
		hour,
		messages: Math.max(0, messages - less.messages),
		recipients: Math.max(0, recipients - less.recipients),
		byProducer: Object.fromEntries(left),
	};
}

/** Messages of one producer. Those that found no room for a name of their own are one: each has sent what all have. */
export function sentIn({ byProducer }: Bucket, producer: string): number {
	if (isNew(byProducer, producer)) return 0;
	return byProducer[nameIn(byProducer, producer)] ?? 0;
}

// Not every name is safe to look up: "constructor" is there without having sent.
function nameIn(byProducer: Bucket["byProducer"], producer: string): string {
	return Object.hasOwn(byProducer, producer) ? producer : OTHERS;
}

/** Whether a producer has sent nothing, and would be counted by its name. */
function isNew(byProducer: Bucket["byProducer"], producer: string): boolean {
	return (
		!Object.hasOwn(byProducer, producer) &&
		Object.keys(byProducer).length < MOST_NAMES
	);
}

function withMore(
	byProducer: Bucket["byProducer"],
	[producer, messages]: [string, number],
): Bucket["byProducer"] {
	if (isNew(byProducer, producer))
		return { ...byProducer, [producer]: messages };
	const name = nameIn(byProducer, producer);
	return { ...byProducer, [name]: (byProducer[name] ?? 0) + messages };
}
