/** Waiting times. Seconds in, seconds out; `random` is a number in [0, 1). */

/** Up to this part is added, so that not all come back at once. */
const JITTER = 0.2;

const RETRY_FIRST_SECONDS = 60;
const RETRY_LAST_SECONDS = 3600;
/** The longest a message stays away at a time, whatever for: no alarm may take it for stuck before. */
export const LONGEST_DELAY_SECONDS = jittered(RETRY_LAST_SECONDS, 1);

/** How long a message waits after its nth passing refusal (n from 1): 1, 2, 4 … 60 min, +0-20 %. */
export function retryDelaySeconds(attempt: number, random: number): number {
	const delay = Math.min(
		RETRY_LAST_SECONDS,
		RETRY_FIRST_SECONDS * 2 ** (attempt - 1),
	);
	return jittered(delay, random);
}

/** From these receives on a record has been waiting for days. */
const LONG_WAITED = 300;
const VERY_LONG_WAITED = 600;
const RELEASE_LAST_SECONDS = 900;
/** The longest a record stays away that waits through no fault of its own, and not yet for days. */
export const LONGEST_RELEASE_SECONDS = jittered(RELEASE_LAST_SECONDS, 1);

/**
 * How long a record stays invisible that has to wait through no fault of its own: 1, 2, 4 … 15 minutes,
 * then 25, then 60. It grows with the receives, so that 13 days of waiting cost fewer than the 1,000 receives at
 * which SQS itself would move the message, without a reason.
 */
export function releaseDelaySeconds(
	receiveCount: number,
	random: number,
): number {
	if (receiveCount >= VERY_LONG_WAITED) return jittered(3600, random);
	if (receiveCount >= LONG_WAITED) return jittered(1500, random);
	return jittered(
		Math.min(RELEASE_LAST_SECONDS, 60 * 2 ** Math.floor(receiveCount / 10)),
		random,
	);
}

/** How long a record stays invisible whose environment alone can't send: somebody else may have it at once. */
export function passOnSeconds(receiveCount: number, random: number): number {
	return receiveCount <= 5
		? Math.round(5 + 5 * random)
		: releaseDelaySeconds(receiveCount, random);
}

/**
 * How long a record stays invisible that should ask again within `seconds`: up to a fifth less, so that
 * not all of them come at once, but no less than a released one.
 */
export function askAgainSeconds(
	receiveCount: number,
	seconds: number,
	random: number,
): number {
	return Math.max(
		Math.floor(seconds * (1 - JITTER * random)),
		releaseDelaySeconds(receiveCount, random),
	);
}

const HELD_FIRST_SECONDS = 120;
const HELD_FIRST_RECEIVES = 30;
const HELD_SECONDS = 900;

/** How long a record stays invisible that an operator's rule holds: mail of a short hold comes back soon after it. */
export function heldSeconds(receiveCount: number, random: number): number {
	return receiveCount <= HELD_FIRST_RECEIVES
		? Math.floor(HELD_FIRST_SECONDS * (1 - JITTER * random))
		: askAgainSeconds(receiveCount, HELD_SECONDS, random);
}

/** Within how many seconds a record that has been held for so long asks again. */
export function heldAgainWithinSeconds(heldFor: number): number {
	const both = (receives: number) =>
		[0, 1].map((random) => heldSeconds(receives, random));
	let receives = 1;
	for (let at = 0; at < heldFor; at += Math.min(...both(receives)))
		receives += 1;
	return Math.max(...both(receives));
}

const CROWDED_SECONDS = 180;
/** At three minutes, 13 days would cost 6,240 receives: from this one on the delay is as ever. */
const CROWDED_RECEIVES = 400;

/** What is left of a delay while so much is hidden that SQS may soon hand out nobody's mail. */
export function crowdedSeconds(receiveCount: number, seconds: number): number {
	return receiveCount < CROWDED_RECEIVES
		? Math.min(seconds, CROWDED_SECONDS)
		: seconds;
}

function jittered(seconds: number, random: number): number {
	return Math.round(seconds * (1 + JITTER * random));
}
