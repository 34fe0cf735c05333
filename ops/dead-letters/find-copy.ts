import { Misuse, type Target } from "../sender/target.ts";
import { canBeTyped } from "../terminal/argument.ts";
import type { MessageRow } from "./ledger.ts";
import { type DeadLetterCopy, sweepDeadLetters } from "./sweep.ts";

/** Short enough that nobody misses what is being looked at. */
const PEEK_SECONDS = 20;

/** Looks for a message in the dead-letter queue, by key or SQS message id, and leaves everything there. */
export async function findCopy(
	target: Target,
	id: string,
	row?: MessageRow,
): Promise<DeadLetterCopy | undefined> {
	for await (const { copies, skipped } of sweepDeadLetters(target, {
		holdSeconds: PEEK_SECONDS,
	})) {
		const found = copies.find(
			(copy) =>
				sqsIdsOf(copy).includes(id) ||
				(row === undefined ? copy.key === id : copy.places.includes(row.at)),
		);
		if (found !== undefined) return found;
		const fault = skipped.find(({ sqsMessageId }) => sqsMessageId === id);
		if (fault !== undefined)
			throw new Misuse(`Cannot read the dead letter ${id}: ${fault.why}`);
	}
	return undefined;
}

/** SQS's ids of a copy, and of what its producer had sent when that has no row of its own. */
export function sqsIdsOf({
	sqsMessageId,
	facts,
}: Pick<DeadLetterCopy, "sqsMessageId" | "facts">): readonly string[] {
	const [, sent] = /^dead#(.+)$/s.exec(facts?.row ?? "") ?? [];
	return sent === undefined ? [sqsMessageId] : [sqsMessageId, sent];
}

/** What a copy is called in a command: by its id, if that can be typed. */
export function nameOf({
	key,
	sqsMessageId,
}: Pick<DeadLetterCopy, "key" | "sqsMessageId">): string {
	return canBeTyped(key) ? key : sqsMessageId;
}

/** What a message is refused for that a better sender, route or file may take. */
export const MENDED_BY_OTHERS: ReadonlySet<string> = new Set([
	"bad-message",
	"no-route",
	"unreadable",
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
