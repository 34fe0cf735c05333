import { isUnclear, ownBy } from "../../../core/delivery/blame.ts";
import type { Situation } from "../../../core/delivery/decision.ts";
import { NO_RUN } from "../../../core/delivery/failure-run.ts";
import type { LedgerRow } from "../../../core/delivery/ledger-row.ts";
import { classifyReply } from "../../../core/smtp/classify.ts";
import type { SmtpResult } from "../../../core/smtp/smtp-result.ts";
import { type AdmittedBatch, countSent } from "../batch.ts";
import { CALLS, isTimeFor } from "../deadline.ts";
import type { KeyedMessage } from "../record.ts";
import { culpritOf } from "./culprit.ts";

/** One message that a session took or refused. */
interface Tried {
	readonly message: KeyedMessage;
	readonly row: LedgerRow;
	/** Recipients of this try, by index. */
	readonly pending: readonly number[];
}

export interface Learned {
	/** What is known when it is decided what becomes of the message. */
	readonly situation: Situation;
	/** How many messages Google has ever taken, when the failure alone shows nobody's fault and the table answers. */
	readonly sent: number | undefined;
}

/** Remembers whom Google has counted, and asks who else was sent when a failure shows nobody's fault. */
export async function learnFromResult(
	result: SmtpResult,
	{ message, row, pending }: Tried,
	batch: AdmittedBatch,
): Promise<Learned> {
	const { memory, deps, taken } = batch;
	taken.set(message.record.messageId, takenOf(result, pending.length));
	const culprit = culpritOf(result, { message, row }, batch);
	if (culprit !== undefined) batch.refused.push(culprit);
	if (result.kind === "accepted") {
		memory.run = NO_RUN;
		memory.uncounted += 1;
	}
	const unclear = isUnclear(result);
	const sent =
		unclear && isTimeFor(1 + CALLS.write, batch)
			? await countSent(batch)
			: undefined;
	const { attempts, progress, resends } = row;
	const { attemptBudget, onAmbiguous } = deps.config;
	return {
		sent,
		situation: {
			attempts,
			attemptBudget,
			pending,
			progress,
			resends,
			onAmbiguous,
			own: unclear ? ownBy(row, sent, deps.clock.now()) : undefined,
			random: deps.random(),
		},
	};
}

/** Recipients that Google has counted, or may have. */
function takenOf(result: SmtpResult, asked: number): number {
	if (result.kind === "accepted") return result.accepted.length;
	return result.kind === "lost" && result.failure.handedOver
		? asked - result.refused.length
		: 0;
}

/** Whether the session had ended before this message: the server had not taken a word of it. */
export function endedBefore(result: SmtpResult): boolean {
	if (result.kind === "refused") return classifyReply(result.reply).reconnect;
	return (
		result.kind === "lost" &&
		result.failure.stage === "mail" &&
		!result.failure.handedOver
	);
}
