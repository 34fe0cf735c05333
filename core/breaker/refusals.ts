/**
 * How many messages of each producer Google has refused of late, as `bad-recipient` or `policy`, by the ten minutes
 * (since the epoch) in which it did.
 */
export type Refusals = Readonly<
	Record<string, Readonly<Record<string, number>>>
>;

export interface Refused {
	readonly producer: string;
	readonly count: number;
}

const SLOT_MS = 600_000;
/** An hour, and what of the first ten minutes is a little older. */
const SLOTS = 6;
const MOST_PRODUCERS = 20;

/** With more of one producer. What is older than an hour is gone, and so is who had none for the longest. */
export function withRefused(
	before: Refusals,
	{ producer, count }: Refused,
	at: number,
): Refusals {
	const slot = Math.floor(at / SLOT_MS);
	const known = new Map(
		Object.entries(before).map(([name, slots]) => [name, near(slots, slot)]),
	);
	const own = known.get(producer) ?? {};
	known.delete(producer);
	known.set(producer, { ...own, [slot]: (own[slot] ?? 0) + count });
	return Object.fromEntries(
		[...known]
			.filter(([, slots]) => Object.keys(slots).length > 0)
			.slice(-MOST_PRODUCERS),
	);
}

/** How many there were, as of the last one. */
export function refusedOf(refusals: Refusals, producer: string): number {
	const slots = Object.hasOwn(refusals, producer) ? refusals[producer] : {};
	return Object.values(slots ?? {}).reduce((sum, count) => sum + count, 0);
}

/** What a fast clock wrote counts for an hour, too. */
function near(slots: Refusals[string], slot: number): Refusals[string] {
	return Object.fromEntries(
		Object.entries(slots).filter(
			([each]) => Math.abs(Number(each) - slot) <= SLOTS,
		),
	);
}
