import type { RecipientProgress } from "./decision.ts";

/** Recipients that have neither been accepted nor refused for good. `count`: how many the message has. @returns indexes. */
export function pendingRecipients(
	count: number,
	{ accepted, refused }: RecipientProgress,
): readonly number[] {
	const settled = new Set([...accepted, ...refused.map(({ index }) => index)]);
	return Array.from({ length: count }, (_none, index) => index).filter(
		(index) => !settled.has(index),
	);
}

/** Recipients that did not get it: refused for good, or still pending. @returns indexes, in order. */
export function unsettledRecipients(
	count: number,
	progress: RecipientProgress,
): readonly number[] {
	return [
		...pendingRecipients(count, progress),
		...progress.refused.map(({ index }) => index),
	].sort((a, b) => a - b);
}
