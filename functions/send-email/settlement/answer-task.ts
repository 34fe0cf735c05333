import { TASK_ERROR } from "../../../core/contract.ts";
import type { DeadCause } from "../../../core/delivery/causes.ts";
import type { Batch } from "../batch.ts";
import { ACKNOWLEDGE, type Disposition, release } from "../disposition.ts";
import type { QueueRecord } from "../record.ts";

/** What became of a message that a Step Functions task waits for. */
type TaskOutcome =
	| { readonly kind: "sent" | "expired"; readonly id: string }
	| { readonly kind: "failed"; readonly id: string; readonly cause: DeadCause };

/** SQS itself moves a message at its 1,000th receive, without a word. */
const MOST_RECEIVES = 900;

interface Waiting {
	readonly record: QueueRecord;
	/** undefined: nobody waits. */
	readonly taskToken: string | undefined;
}

/** Answers for a message whose row is settled: when the record comes back, it is only told once more. */
export async function answerSettled(
	outcome: TaskOutcome,
	waiting: Waiting,
	batch: Batch,
): Promise<Disposition> {
	const answered = await answerTask(outcome, waiting, batch);
	return answered === "ask-again"
		? release(waiting.record, batch)
		: ACKNOWLEDGE;
}

/**
 * Tells Step Functions what became of a message, if a task waits for it. An answer given twice does
 * no harm: the task is over then.
 *
 * @returns `ask-again` when the service did not answer.
 */
export async function answerTask(
	outcome: TaskOutcome,
	{ record, taskToken }: Waiting,
	{ deps }: Batch,
): Promise<"done" | "ask-again"> {
	if (taskToken === undefined) return "done";
	const { kind, id } = outcome;
	const result =
		kind === "sent"
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
	return result === "unavailable" && record.receiveCount < MOST_RECEIVES
		? "ask-again"
		: "done";
}
