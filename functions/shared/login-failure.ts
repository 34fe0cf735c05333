import { tokenFailure } from "../../core/credential/token-refusal.ts";
import { replyReason, senderCause } from "../../core/delivery/decide.ts";
import type { SenderFailure } from "../../core/delivery/decision.ts";
import { classifyReply } from "../../core/smtp/classify.ts";
import { redactReply } from "../../core/smtp/reply.ts";
import { classifyFailure } from "../../core/smtp/smtp-result.ts";
import type { LoginResult } from "./deps.ts";

/** What a login that did not work says of the account. */
export function loginFailure(
	result: Exclude<LoginResult, { kind: "ready" }>,
): SenderFailure {
	if (result.kind === "refused") {
		const classification = classifyReply(result.reply);
		return {
			...replyReason(result.reply, classification),
			stage: result.reply.stage,
			cause: senderCause(classification),
		};
	}
	if (result.kind === "no-token") return tokenFailure(result.refusal);
	const cause = classifyFailure(result.failure);
	return {
		cause,
		stage: result.failure.stage,
		reply: redactReply(result.detail),
	};
}
