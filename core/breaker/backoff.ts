import type { SenderCause } from "../delivery/causes.ts";

const MINUTE_MS = 60_000;
const FIRST_MS = 5 * MINUTE_MS;
export const LONGEST_MS = 60 * MINUTE_MS;

/**
 * How long the breaker stays open after the nth time (from 1) that a cause was confirmed. A cause that passes
 * by itself is asked after every five minutes: no login is spent on it, and mail flows soon after its end.
 */
export function delayMs(cause: SenderCause, attempt: number): number {
	if (cause === "auth" || cause === "quota") return LONGEST_MS;
	if (cause === "transient") return FIRST_MS;
	return Math.min(LONGEST_MS, FIRST_MS * 2 ** (attempt - 1));
}

/** How long it stays open when three messages failed alike, and nobody knows yet whose fault it is. */
export const UNCLEAR_MS = MINUTE_MS;
