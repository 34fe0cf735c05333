import { limitsNow } from "./limits.ts";
import type { Ask, Quota, ReserveOptions } from "./reserve.ts";
import { counted, sentBy, totalOf } from "./window.ts";

/** Kept free for high priority, when somebody was granted it. */
const HIGH_PERCENT = 10;
/** Kept free for each producer that has sent no more than this. */
const LITTLE_PERCENT = 5;

/**
 * Whether one more message has room. High priority may fill the limit; a producer that sends little, what
 * isn't kept for high priority; everybody else 5 % less, so that one that floods can't lock out the others.
 */
export function fits(
	quota: Quota,
	ask: Ask,
	{ limits, now, reserveForHigh }: ReserveOptions,
): boolean {
	const window = counted(quota, now);
	const used = totalOf(window);
	// A learned limit can be lower than one message has recipients. It must not wait for ever.
	if (used.messages === 0 && used.recipients === 0) return true;
	const inForce = limitsNow(quota, limits, now);
	const isLittle =
		sentBy(window, ask.producer) + 1 <= share(inForce.messages, LITTLE_PERCENT);
	const keptFree = ask.high
		? 0
		: (reserveForHigh ? HIGH_PERCENT : 0) + (isLittle ? 0 : LITTLE_PERCENT);
	return (
		used.messages + 1 <= tier(inForce.messages, keptFree) &&
		used.recipients + ask.recipients <= tier(inForce.recipients, keptFree)
	);
}

// What is kept free is rounded down, so that tiny limits are used up.
function tier(limit: number, keptFreePercent: number): number {
	return limit - share(limit, keptFreePercent);
}

function share(limit: number, percent: number): number {
	return Math.floor((limit * percent) / 100);
}
