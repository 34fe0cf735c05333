import type { KeptBack } from "./reserve.ts";

/** What is kept back comes back within an hour: what was not seen for longer is gone. */
const FRESH_MS = 75 * 60_000;

/** What is kept back after a batch that kept back messages sent at these times. */
export function withKeptBack(
	before: KeptBack | undefined,
	sentAt: readonly number[],
	now: number,
): KeptBack | undefined {
	const known = keptBackNow(before, now);
	if (sentAt.length === 0) return known;
	const oldest = Math.min(...sentAt);
	return known !== undefined && known.oldestSentAt < oldest
		? known
		: { oldestSentAt: oldest, at: now };
}

/** The oldest message kept back, as long as it has been seen of late. */
export function keptBackNow(
	keptBack: KeptBack | undefined,
	now: number,
): KeptBack | undefined {
	return keptBack !== undefined && now - keptBack.at < FRESH_MS
		? keptBack
		: undefined;
}
