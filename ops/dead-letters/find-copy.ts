import type { Target } from "../sender/target.ts";
import { type DeadLetterCopy, sweepDeadLetters } from "./sweep.ts";

/** Short enough that nobody misses what is being looked at. */
const PEEK_SECONDS = 20;

/** Looks for a message in the dead-letter queue, by key or SQS message id, and leaves everything there. */
export async function findCopy(
	target: Target,
	id: string,
): Promise<DeadLetterCopy | undefined> {
	let found: DeadLetterCopy | undefined;
	await sweepDeadLetters(
		target,
		{ holdSeconds: PEEK_SECONDS },
		async (copies) => {
			found = copies.find(
				({ key, sqsMessageId }) => key === id || sqsMessageId === id,
			);
			return { stays: copies, enough: found !== undefined };
		},
	);
	return found;
}
