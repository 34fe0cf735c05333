import { awaitsProof } from "../../../core/breaker/transition.ts";
import {
	afterLostConnection,
	afterRefusal,
	NO_FAILURES,
	othersAlike,
} from "../../../core/delivery/consecutive-failures.ts";
import type { Situation } from "../../../core/delivery/decision.ts";
import type { LedgerRow } from "../../../core/delivery/ledger.ts";
import { classifyReply } from "../../../core/smtp/classify.ts";
import type { SmtpResult } from "../../../core/smtp/smtp-result.ts";
import type { AdmittedBatch } from "../batch.ts";
import type { KeyedMessage } from "../record.ts";

/** One message that a session took or refused. */
interface Tried {
	readonly message: KeyedMessage;
	readonly row: LedgerRow;
	/** Recipients of this try, by index. */
	readonly pending: readonly number[];
	/** The session was logged in for this message. */
	readonly isFresh: boolean;
}

/**
 * Remembers what failed in a row in this environment (a success ends it), and whom Google has counted.
 *
 * @returns what is known when it is decided what becomes of the message.
 */
export function learnFromResult(
	result: SmtpResult,
	{ message, row, pending, isFresh }: Tried,
	batch: AdmittedBatch,
): Situation {
	const { memory, deps, taken, breaker, trialOwner } = batch;
	const { key, record } = message;
	taken.set(record.messageId, takenOf(result, pending.length));
	// A session that was new cannot have been idle too long: it was lost at this message.
	const isLost = result.kind === "lost" || (isFresh && endedBefore(result));
	const before = result.kind === "accepted" ? NO_FAILURES : memory.failures;
	memory.failures = isLost ? afterLostConnection(before, key) : before;
	countRefusals(result, key, batch);
	const { state, suspects } = breaker;
	const { attempts, progress, resends } = row;
	return {
		attempts,
		attemptBudget: deps.config.attemptBudget,
		pending,
		progress,
		resends,
		onAmbiguous: deps.config.onAmbiguous,
		othersAlike: Object.fromEntries(
			Object.keys(memory.failures.alike).map((cause) => [
				cause,
				othersAlike(memory.failures, cause, key),
			]),
		),
		connectionFailures: memory.failures.lostConnections.length,
		random: deps.random(),
		freshSession: isFresh,
		suspect: suspects.includes(key),
		unproved:
			state.kind === "closed" &&
			awaitsProof(breaker) &&
			state.lastCause === "transient" &&
			state.lastOpenedBy !== key,
		...(trialOwner !== undefined && state.kind !== "closed"
			? { trialOf: state.cause }
			: {}),
	};
}

function countRefusals(
	result: SmtpResult,
	key: string,
	{ memory, deps }: AdmittedBatch,
): void {
	const replies = [
		...(result.kind === "refused" ? [result.reply] : []),
		...result.refused.map(({ reply }) => reply),
	];
	for (const reply of replies.slice(0, 3)) {
		const { cause, escalates } = classifyReply(reply);
		deps.metrics.add("smtpRefused", 1, cause);
		if (escalates) memory.failures = afterRefusal(memory.failures, cause, key);
	}
	if (result.kind === "lost") deps.metrics.add("smtpRefused", 1, "transient");
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
