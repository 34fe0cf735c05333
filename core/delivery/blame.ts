import { classifyReply } from "../smtp/classify.ts";
import { type SmtpReply, UP_TO_AUTH } from "../smtp/reply.ts";
import type { SmtpResult } from "../smtp/smtp-result.ts";
import type { LedgerRow } from "./ledger-row.ts";

/**
 * Whose a failure at MAIL or later is. `unclear`: one reply does not show it; who else is sent meanwhile does.
 */
export type Blame = "account" | "message" | "unclear";

/** Causes that no message can bring about. */
const SURELY_THE_ACCOUNT: ReadonlySet<string> = new Set([
	"auth",
	"auth-throttle",
	"quota",
]);

export function blameOf(reply: SmtpReply): Blame {
	const { cause, scope, escalates, reconnect } = classifyReply(reply);
	// At MAIL only the account has been named yet.
	const isAboutAccount =
		UP_TO_AUTH.includes(reply.stage) ||
		(SURELY_THE_ACCOUNT.has(cause) && scope === "sender") ||
		(reply.stage === "mail" && (cause === "config" || cause === "policy"));
	if (isAboutAccount) return "account";
	return scope === "sender" || escalates || reconnect ? "unclear" : "message";
}

/** The reply that decides about a message of which nothing was taken: a recipient's, if all are refused for more than themselves. */
export function decidingReply({
	reply,
	refused,
}: Extract<SmtpResult, { kind: "refused" }>): SmtpReply {
	const worse = refused.find(({ reply }) => blameOf(reply) !== "message");
	return worse?.reply ?? reply;
}

/** Whether a result shows nobody's fault. */
export function isUnclear(result: SmtpResult): boolean {
	return result.kind === "refused"
		? blameOf(decidingReply(result)) === "unclear"
		: result.kind === "lost";
}

const DAY_MS = 86_400_000;

/**
 * Whether an unclear failure is the message's own: `others` have been sent since it failed so before, or it has
 * failed for a day (`age`), in which nobody else was there to compare it with. Undefined: nobody can tell yet.
 *
 * @param sent How many messages Google has ever taken; undefined when that can't be read.
 */
export function ownBy(
	{ seen, failingSince }: Pick<LedgerRow, "seen" | "failingSince">,
	sent: number | undefined,
	now: number,
): "others" | "age" | undefined {
	if (seen !== undefined && sent !== undefined && sent > seen) return "others";
	return failingSince !== undefined && now - failingSince > DAY_MS
		? "age"
		: undefined;
}
