import type { DeadLetterCopy } from "./sweep.ts";

type Copy = Pick<DeadLetterCopy, "places" | "hash" | "facts" | "movedBySqs">;

/**
 * Tracks what one run has moved to the source queue. The function may be faster than the run: a
 * message that fails again returns with a higher failure number, and is the only copy left. An equal
 * message with the same or a lower number is a duplicate copy.
 */
export function createMovedBefore() {
	const failures = new Map<string, number>();
	const nameOf = ({ places: [first], hash }: Copy) => `${hash} ${first}`;
	return {
		add(copy: Copy, failure: number): void {
			failures.set(nameOf(copy), failure);
		},
		tells(copy: Copy): "failed-again" | "duplicateCopy" | undefined {
			const moved = failures.get(nameOf(copy));
			if (moved === undefined) return undefined;
			const { facts, hash, movedBySqs } = copy;
			if (facts !== undefined && (facts.failure > moved || movedBySqs))
				return "failed-again";
			// Two unreadable messages of one id may be two different ones.
			return hash === undefined ? undefined : "duplicateCopy";
		},
	};
}
