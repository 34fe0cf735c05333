import type { DeadLetterCopy } from "./sweep.ts";

/** What a message is refused for that a better sender, route or file may take. */
export const MENDED_BY_OTHERS: ReadonlySet<string> = new Set([
	"bad-message",
	"no-route",
]);

/**
 * Whether a dead letter is the only copy of its message, although the ledger says that it waits:
 * SQS itself moved it, or it was refused before the ledger was asked, as its route, template or file
 * had gone between two tries.
 */
export function isOnlyCopy({
	facts,
	movedBySqs,
}: Pick<DeadLetterCopy, "facts" | "movedBySqs">): boolean {
	return (
		movedBySqs ||
		(facts !== undefined &&
			facts.hash === undefined &&
			MENDED_BY_OTHERS.has(facts.cause))
	);
}
