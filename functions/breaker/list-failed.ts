import { failedText } from "../../core/status/failed-text.ts";
import { type Answer, answerOk, NO_TABLE } from "./answer.ts";
import type { BreakerDeps } from "./deps.ts";

const MOST_LISTED = 10;

/** Says what is in the dead-letter queue, and why; it changes nothing. */
export async function listFailed({
	config,
	deadLetters,
	depth,
}: BreakerDeps): Promise<Answer> {
	const [byCause, newest, queue] = await Promise.all([
		deadLetters.byCause(),
		deadLetters.newest(MOST_LISTED),
		depth(config.deadLetterQueueUrl),
	]);
	if (byCause === "unavailable" || newest === "unavailable") return NO_TABLE;
	const inQueue =
		queue === "unavailable" ? undefined : queue.ready + queue.hidden;
	return answerOk(failedText({ byCause, newest, inQueue }));
}
