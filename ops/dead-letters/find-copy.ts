import { Misuse, type Target } from "../sender/target.ts";
import { canBeTyped } from "../terminal/argument.ts";
import type { MessageRow } from "./ledger.ts";
import { type DeadLetterCopy, sweepDeadLetters } from "./sweep.ts";

/** Short enough that nobody misses the hidden messages. */
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

/** SQS message ids of a copy, and of the message from its producer if that has no row of its own. */
export function sqsIdsOf({
	sqsMessageId,
	facts,
}: Pick<DeadLetterCopy, "sqsMessageId" | "facts">): readonly string[] {
	const [, sent] = /^dead#(.+)$/s.exec(facts?.row ?? "") ?? [];
	return sent === undefined ? [sqsMessageId] : [sqsMessageId, sent];
}

/** The name of a copy in a command: its id, if that can be typed. */
export function nameOf({
	key,
	sqsMessageId,
}: Pick<DeadLetterCopy, "key" | "sqsMessageId">): string {
	return canBeTyped(key) ? key : sqsMessageId;
}

/** Causes that a changed sender, route or file can fix. */
export const MENDED_BY_OTHERS: ReadonlySet<string> = new Set([
	"bad-message",
	"no-route",
	"unreadable",
]);

/**
 * Whether a dead letter is the only copy of its message, although the ledger shows it as waiting:
 * SQS itself moved it, or it was refused before the ledger was read, because its route, template or
 * file was removed between two tries.
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
