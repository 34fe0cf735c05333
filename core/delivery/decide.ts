import { classifyReply, enhancedCodeIn } from "../smtp/classify.ts";
import {
	type Classification,
	redactReply,
	type SmtpReply,
	UP_TO_AUTH,
} from "../smtp/reply.ts";
import type { RefusedRecipient, SmtpResult } from "../smtp/smtp-result.ts";
import { classifyFailure } from "../smtp/smtp-result.ts";
import { retryDelaySeconds } from "./backoff.ts";
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

/** Two others alike, and it is no longer this message's affair. */
const OTHERS_THAT_ESCALATE = 2;
export const CONNECTION_FAILURES_THAT_OPEN = 3;

/** Decides what becomes of a message after one try. */
export function decide(result: SmtpResult, situation: Situation): Decision {
	const decision = judge(result, situation);
	const { open } = decision;
	if (open === undefined || !situation.suspect) return decision;
	// Others pass and this one does not: it is charged itself, and cannot stop the fleet again.
	if (UP_TO_AUTH.includes(open.stage) || SURELY_THE_ACCOUNT.has(open.cause)) {
		return decision;
	}
	return {
		message: retry(open.cause, situation.pending, open, situation),
	};
}

function judge(result: SmtpResult, situation: Situation): Decision {
	switch (result.kind) {
		case "accepted": {
			const progress = {
				...situation.progress,
				accepted: [...situation.progress.accepted, ...result.accepted],
			};
			const accounts = result.refused.find(({ reply }) =>
				SURELY_THE_ACCOUNT.has(senderCause(classifyReply(reply))),
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
			return result.refused.length > 0
				? allRecipientsRefused(result.refused, situation)
				: messageRefused(result.reply, situation);
		case "lost":
			return connectionLost(result, situation);
	}
}

/** Causes that no message can bring about. */
const SURELY_THE_ACCOUNT: ReadonlySet<SenderCause> = new Set([
	"auth",
	"auth-throttle",
	"quota",
]);

function messageRefused(reply: SmtpReply, situation: Situation): Decision {
	const classification = classifyReply(reply);
	const reason = replyReason(reply, classification);
	if (isSenders(classification, situation)) {
		return {
			message: { kind: "release", progress: situation.progress },
			open: {
				...reason,
				stage: reply.stage,
				cause: senderCause(classification),
			},
		};
	}
	// The server ended an idle session: the message had no part in it.
	if (classification.reconnect && !situation.freshSession) {
		return { message: { kind: "release", progress: situation.progress } };
	}
	if (
		classification.reconnect &&
		situation.connectionFailures >= CONNECTION_FAILURES_THAT_OPEN
	) {
		return {
			message: { kind: "release", progress: situation.progress },
			open: { ...reason, stage: "connect", cause: "transient" },
		};
	}
	const cause = deadCause(classification);
	if (classification.lasting === "permanent") {
		return { message: deadLetter(cause, situation.pending, reason, situation) };
	}
	return { message: retry(cause, situation.pending, reason, situation) };
}

function isSenders(
	classification: Classification,
	{ othersAlike, trialOf }: Situation,
): boolean {
	if (classification.scope === "sender") return true;
	if (!classification.escalates) return false;
	return (
		classification.cause === trialOf ||
		(othersAlike[classification.cause] ?? 0) >= OTHERS_THAT_ESCALATE
	);
}

function allRecipientsRefused(
	refused: readonly RefusedRecipient[],
	situation: Situation,
): Decision {
	const senders = refused.find(
		({ reply }) => classifyReply(reply).scope === "sender",
	);
	if (senders !== undefined) return messageRefused(senders.reply, situation);
	return { message: afterRecipients(refused, situation) };
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
	const { failure } = result;
	const { progress } = sortRefused(result.refused, situation.progress);
	const reason: Reason = {
		stage: failure.stage,
		reply: redactReply(result.detail),
	};
	const cause = classifyFailure(failure);
	const opens =
		cause === "config" ||
		situation.unproved ||
		situation.connectionFailures >= CONNECTION_FAILURES_THAT_OPEN;
	// A login shows whether connections hold again, wherever this one was lost.
	const open: SenderFailure = {
		...reason,
		stage: "connect",
		cause: cause === "config" ? "config" : "transient",
	};
	if (cause === "unknown-after-data") {
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
		return opens ? { message, open } : { message };
	}
	const released: MessageDecision = {
		kind: "release",
		progress: situation.progress,
	};
	if (opens) return { message: released, open };
	if (UP_TO_AUTH.includes(failure.stage)) return { message: released };
	return { message: retry("transient", situation.pending, reason, situation) };
}

function retry(
	cause: DeadCause,
	pending: readonly number[],
	reason: Reason,
	situation: Situation,
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
	{ progress }: Situation,
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
): Reason {
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
