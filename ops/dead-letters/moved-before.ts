import type { DeadLetterCopy } from "./sweep.ts";

type Copy = Pick<DeadLetterCopy, "places" | "hash" | "facts" | "movedBySqs">;

/**
 * What one run has put on the source queue. The function may be quicker than the run: a message
 * that fails again comes back under a higher failure number. That one is the only copy left; an
 * equal one with the same number or a lower one is a duplicate copy.
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
