import type { Breaker } from "./breaker.ts";

/** SQS has 120,000 messages in flight at most, and then hands out nobody's. A third leaves time until all have heard of it. */
export const CROWDED_ABOVE = 40_000;
export const CROWDED_UNTIL = 30_000;
/** A breaker function that is dead must not keep it crowded. */
const FRESH_MS = 1_800_000;
const NOTED_EVERY_MS = 600_000;

type Noted = Pick<Breaker, "crowdedAt">;

/** Whether so much is hidden that nothing may stay away for long. */
export function isCrowded({ crowdedAt }: Noted, now: number): boolean {
	return isWithin(FRESH_MS, crowdedAt, now);
}

/** When a queue was last noted as crowded, after a round that counted what is in flight. */
export function crowdedAfter(
	before: Noted,
	{ inFlight, at }: { readonly inFlight: number; readonly at: number },
): number | undefined {
	const most = isCrowded(before, at) ? CROWDED_UNTIL : CROWDED_ABOVE;
	if (inFlight <= most) return undefined;
	const { crowdedAt } = before;
	return isWithin(NOTED_EVERY_MS, crowdedAt, at) ? crowdedAt : at;
}

// Either way: a clock that was fast must not make it last.
function isWithin(ms: number, at: number | undefined, now: number): boolean {
	return at !== undefined && Math.abs(now - at) < ms;
}
