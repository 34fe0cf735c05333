import { TASK_ERROR } from "../../../core/contract.ts";
import type { DeadCause } from "../../../core/delivery/causes.ts";
import type { Batch } from "../batch.ts";
import type { Addressee } from "./addressee.ts";

/** What became of a message that a Step Functions task waits for. */
export type TaskOutcome = (
	| { readonly kind: "sent" | "expired" }
	| { readonly kind: "failed"; readonly cause: DeadCause }
) & {
	/** Since when it is known, in epoch ms. */
	readonly since: number;
};

/** So long a message comes back only to be answered for. */
const LONGEST_MS = 86_400_000;

/**
 * Tells Step Functions what became of a message, if a task waits for it. An answer given twice does
 * no harm: the task is over then.
 *
 * @returns `ask-again` when the service did not answer, for a day.
 */
export async function answerTask(
	outcome: TaskOutcome | undefined,
	{ record, place: { id }, taskToken }: Addressee,
	{ deps }: Batch,
): Promise<"done" | "ask-again"> {
	if (outcome === undefined || taskToken === undefined) return "done";
	const result =
		outcome.kind === "sent"
			? await deps.tasks.succeed(taskToken, { id, outcome: "sent" })
			: await deps.tasks.fail(
					taskToken,
					TASK_ERROR[outcome.kind === "failed" ? outcome.cause : "expired"],
					`The message ${id} was not sent; what is known of it stands in the sender's dead-letter queue and outcome events`,
				);
	if (result === "answered") return "done";
	if (result === "unavailable") deps.metrics.add("stateUnreachable", 1);
	deps.log(result === "over" ? "info" : "error", {
		event: `task-${result}`,
		id,
		sqsMessageId: record.messageId,
	});
	const isOver = deps.clock.now() - outcome.since >= LONGEST_MS;
	return result === "unavailable" && !isOver ? "ask-again" : "done";
}
