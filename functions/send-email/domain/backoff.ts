/** Waiting times. Seconds in, seconds out; `random` is a number in [0, 1). */

const RETRY_FIRST_SECONDS = 60;
const RETRY_LONGEST_SECONDS = 3600;
/** Half of what SQS allows before it dead-letters a message itself. */
const MANY_RECEIVES = 500;

/** How long a message waits after its nth passing refusal (n from 1): 1, 2, 4 … 60 min, +0-20 %. */
export function retryDelaySeconds(attempt: number, random: number): number {
	const delay = Math.min(
		RETRY_LONGEST_SECONDS,
		RETRY_FIRST_SECONDS * 2 ** (attempt - 1),
	);
	return jittered(delay, random);
}

/**
 * How long a record stays invisible that has to wait through no fault of its own. It grows with the
 * receives, so that the longest retention, 13 days, costs fewer than 1,000 of them.
 */
export function releaseDelaySeconds(
	receiveCount: number,
	random: number,
): number {
	const delay = 60 * 2 ** Math.floor(receiveCount / 10);
	return jittered(Math.min(delay, longestSeconds(receiveCount)), random);
}

/** How long a record stays away that an operator holds: a quarter of an hour, after five days twice that. */
export function heldDelaySeconds(receiveCount: number): number {
	return longestSeconds(receiveCount);
}

function longestSeconds(receiveCount: number): number {
	return receiveCount <= MANY_RECEIVES ? 900 : 1800;
}

/** How long the breaker stays open: 5, 10, 20, 40, 60, 60 … minutes. */
export function breakerDelaySeconds(attempt: number): number {
	return Math.min(3600, 300 * 2 ** (attempt - 1));
}

function jittered(seconds: number, random: number): number {
	return Math.round(seconds * (1 + 0.2 * random));
}
