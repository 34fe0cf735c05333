import type { LoginResult } from "./deps.ts";
import { classifyFailure } from "./domain/connection-failure.ts";
import type { SenderFailure } from "./domain/decision.ts";
import { reasonOf, senderCause } from "./domain/outcome.ts";
import { redactReply } from "./domain/redact.ts";
import { classifyReply } from "./domain/smtp-reply.ts";
import { tokenFailure } from "./domain/token-refusal.ts";

/** What a login that did not work says of the account. */
export function loginFailure(
	result: Exclude<LoginResult, { kind: "ready" }>,
): SenderFailure {
	if (result.kind === "refused") {
		const verdict = classifyReply(result.reply);
		return {
			...reasonOf(result.reply, verdict),
			stage: result.reply.stage,
			cause: senderCause(verdict),
		};
	}
	if (result.kind === "no-token") return tokenFailure(result.refusal);
	const cause =
		classifyFailure(result.failure) === "config" ? "config" : "transient";
	return {
		cause,
		stage: result.failure.stage,
		reply: redactReply(result.detail),
	};
}
