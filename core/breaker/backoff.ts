import { breakerDelaySeconds } from "../delivery/backoff.ts";
import type { SenderCause } from "../delivery/causes.ts";
import type { BreakerState } from "./breaker.ts";

const HOUR_MS = 3_600_000;
const CALM_MS = 600_000;

/** How often in a row this cause has opened it. Only ten calm minutes in which mail was taken show that an outage is over. */
export function attemptsBefore(
	state: BreakerState,
	cause: SenderCause,
	now: number,
): number {
	if (state.kind !== "closed") return state.cause === cause ? state.attempt : 0;
	const { closedAt = now, lastCause, lastAttempt = 0, proved } = state;
	if (lastCause !== cause) return 0;
	return proved === true && now - closedAt > CALM_MS ? 0 : lastAttempt;
}

/** How long it stays open. */
export function delayMs(cause: SenderCause, attempt: number): number {
	if (cause === "auth" || cause === "quota") return HOUR_MS;
	return breakerDelaySeconds(attempt) * 1000;
}
