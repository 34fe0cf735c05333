import { classifyReply, enhancedCodeIn } from "../smtp/classify.ts";
import {
	type Classification,
	redactReply,
	type SmtpReply,
} from "../smtp/reply.ts";
import type { RefusedRecipient, SmtpResult } from "../smtp/smtp-result.ts";
import { retryDelaySeconds } from "./backoff.ts";
import { blameOf, decidingReply } from "./blame.ts";
import type { DeadCause, SenderCause } from "./causes.ts";
import type {
	Decision,
	MessageDecision,
	PermanentRefusal,
	Reason,
	RecipientProgress,
	SenderFailure,
	Situation,
} from "./decision.ts";

/** Decides what becomes of a message after one try. */
export function decide(result: SmtpResult, situation: Situation): Decision {
	switch (result.kind) {
		case "accepted": {
			const progress = {
				...situation.progress,
				accepted: [...situation.progress.accepted, ...result.accepted],
			};
			const accounts = result.refused.find(
				({ reply }) => blameOf(reply) === "account",
			);
			if (accounts !== undefined) {
				return messageRefused(accounts.reply, { ...situation, progress });
			}
			return {
				message: afterRecipients(
					result.refused,
					{ ...situation, progress },
					result.reply,
				),
			};
		}
		case "refused":
			return refused(result, situation);
		case "lost":
			return connectionLost(result, situation);
	}
}

function refused(
	result: Extract<SmtpResult, { kind: "refused" }>,
	situation: Situation,
): Decision {
	const reply = decidingReply(result);
	return result.refused.length > 0 && blameOf(reply) === "message"
		? { message: afterRecipients(result.refused, situation) }
		: messageRefused(reply, situation);
}

function messageRefused(reply: SmtpReply, situation: Situation): Decision {
	const classification = classifyReply(reply);
	const reason = replyReason(reply, classification);
	const cause = deadCause(classification);
	const failure = { ...reason, cause: senderCause(classification) };
	switch (blameOf(reply)) {
		case "account":
			return {
				message: { kind: "release", progress: situation.progress },
				suspicion: { kind: "account", failure },
			};
		case "unclear":
			return unclear(failure, situation);
		case "message":
			return {
				message:
					classification.lasting === "permanent"
						? deadLetter(cause, situation.pending, reason, situation)
						: retry(cause, situation.pending, reason, situation),
			};
	}
}

/** It waits uncharged, unless others show that it is the message's own failure. */
function unclear(failure: SenderFailure, situation: Situation): Decision {
	const { own, pending, progress } = situation;
	return {
		message:
			own === undefined
				? { kind: "release", progress }
				: retry(failure.cause, pending, reasonOf(failure), situation),
		...suspicionOf(failure, situation),
	};
}

function reasonOf({ cause: _said, ...reason }: SenderFailure): Reason {
	return reason;
}

function suspicionOf(
	failure: SenderFailure,
	{ own }: Situation,
): Pick<Decision, "suspicion"> {
	return own === "others"
		? {}
		: { suspicion: { kind: own === "age" ? "aged" : "unclear", failure } };
}

/** The recipients refused in this try: for good, or for now. Nobody else is pending. */
function afterRecipients(
	refused: readonly RefusedRecipient[],
	situation: Situation,
	reply?: string,
): MessageDecision {
	const { passing, progress } = sortRefused(refused, situation.progress);
	const settled = { ...situation, progress };
	const first = passing[0];
	if (first !== undefined) {
		const classification = classifyReply(first.reply);
		return retry(
			deadCause(classification),
			passing.map(({ index }) => index),
			replyReason(first.reply, classification),
			settled,
		);
	}
	const last = refused.at(-1);
	if (progress.refused.length > 0) {
		const classification =
			last === undefined ? undefined : classifyReply(last.reply);
		const cause =
			classification === undefined
				? (progress.refused[0]?.cause ?? "bad-recipient")
				: deadCause(classification);
		const reason =
			last === undefined || classification === undefined
				? {}
				: replyReason(last.reply, classification);
		return deadLetter(cause, [], reason, settled);
	}
	return { kind: "sent", reply: reply ?? "", progress };
}

function sortRefused(
	refused: readonly RefusedRecipient[],
	progress: RecipientProgress,
) {
	const isPermanent = ({ reply }: RefusedRecipient) => {
		const { lasting, rule } = classifyReply(reply);
		// RFC 5321, 4.5.3.1.10: those beyond the limit go in another transaction.
		if (rule === "too-many-recipients" && progress.accepted.length > 0) {
			return false;
		}
		return lasting === "permanent";
	};
	const known = new Set(progress.refused.map(({ index }) => index));
	const added = refused
		.filter((entry) => isPermanent(entry) && !known.has(entry.index))
		.map(
			({ index, reply }): PermanentRefusal => ({
				index,
				code: reply.code,
				cause: deadCause(classifyReply(reply)),
			}),
		);
	return {
		passing: refused.filter((entry) => !isPermanent(entry)),
		progress: { ...progress, refused: [...progress.refused, ...added] },
	};
}

function connectionLost(
	result: Extract<SmtpResult, { kind: "lost" }>,
	situation: Situation,
): Decision {
	const { stage, handedOver } = result.failure;
	const { progress } = sortRefused(result.refused, situation.progress);
	const reply = redactReply(result.detail);
	const failure: SenderFailure = { stage, reply, cause: "transient" };
	if (!handedOver) return unclear(failure, situation);
	const reason = reasonOf(failure);
	const again = situation.onAmbiguous === "resend" && situation.resends === 0;
	const message: MessageDecision = again
		? {
				kind: "maybe-sent",
				delaySeconds: retryDelaySeconds(1, situation.random),
				reason,
				progress,
			}
		: deadLetter("in-doubt", situation.pending, reason, {
				...situation,
				progress,
			});
	return { message, ...suspicionOf(failure, situation) };
}

type Charged = Pick<
	Situation,
	"attempts" | "attemptBudget" | "progress" | "random"
>;

/** One more attempt of its own has failed: it waits longer each time, and is given up when its budget is spent. */
export function retry(
	cause: DeadCause,
	pending: readonly number[],
	reason: Reason,
	situation: Charged,
): MessageDecision {
	const attempts = situation.attempts + 1;
	if (attempts >= situation.attemptBudget)
		return deadLetter(cause, pending, reason, situation);
	return {
		kind: "retry",
		cause,
		attempts,
		delaySeconds: retryDelaySeconds(attempts, situation.random),
		reason,
		progress: situation.progress,
	};
}

function deadLetter(
	cause: DeadCause,
	pending: readonly number[],
	reason: Reason,
	{ progress }: Pick<Situation, "progress">,
): MessageDecision {
	const recipients = [
		...pending,
		...progress.refused.map(({ index }) => index),
	];
	return {
		kind: "dead-letter",
		cause,
		recipients: [...new Set(recipients)].sort((a, b) => a - b),
		reason,
		progress,
	};
}

export function replyReason(
	reply: SmtpReply,
	classification: Classification,
): Reason & Pick<SenderFailure, "stage"> {
	const enhanced = reply.enhanced ?? enhancedCodeIn(reply.text);
	return {
		stage: reply.stage,
		code: reply.code,
		...(enhanced === undefined ? {} : { enhanced }),
		reply: redactReply(reply.text),
		rule: classification.rule,
	};
}

function deadCause({ cause }: Classification): DeadCause {
	return cause === "accepted" ? "transient" : cause;
}

export function senderCause(classification: Classification): SenderCause {
	return deadCause(classification) as SenderCause;
}
