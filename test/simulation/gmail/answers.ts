import type { SmtpStage } from "../../../core/smtp/reply.ts";
import type { SmtpResult } from "../../../core/smtp/smtp-result.ts";
import type { Envelope, LoginResult } from "../../../functions/shared/deps.ts";
import type { TroubleAt } from "../troubles.ts";

const CONNECT_TIMEOUT_MS = 15_000;

/** What the server says, and when. */
export interface Answer<Result> {
	/** How long it takes beyond the usual. */
	readonly ms: number;
	readonly result: Result;
}

export function at<Result>(ms: number, result: Result): Answer<Result> {
	return { ms, result };
}

export function refusedAt(stage: SmtpStage, text: string) {
	return {
		kind: "refused" as const,
		reply: { stage, code: codeOf(text), text },
		refused: [],
	};
}

export function lost(
	stage: SmtpStage,
	kind: "refused" | "timeout" | "closed",
	handedOver: boolean,
) {
	return {
		kind: "lost" as const,
		failure: { stage, kind, handedOver },
		detail: `${kind} at ${stage}`,
		refused: [],
	};
}

export const CONNECT_ANSWERS: Readonly<
	Record<TroubleAt<"connect">, Answer<LoginResult>>
> = {
	"connection refused": at(0, lost("connect", "refused", false)),
	"connection times out": at(
		CONNECT_TIMEOUT_MS,
		lost("connect", "timeout", false),
	),
	"421 at the greeting": at(
		0,
		refusedAt("connect", "421 4.7.0 Try again later, closing connection."),
	),
	"421 at EHLO": at(
		0,
		refusedAt("ehlo", "421 4.7.0 Try again later, closing connection. (EHLO)"),
	),
};

export const AUTH_REPLIES: Readonly<Record<TroubleAt<"auth">, string>> = {
	"454 at AUTH": "454 4.7.0 Too many login attempts, please try again later.",
	"534 at AUTH":
		"534 5.7.9 Please log in with your web browser and then try again.",
};

export function endsSession(result: SmtpResult): boolean {
	return result.kind === "refused" && result.reply.code === 421;
}

export function codeOf(text: string): number {
	return Number(text.slice(0, 3));
}

export function namesOf({ to }: Envelope): string {
	return to.map(({ address }) => address).join(", ");
}

export function wordsOf(result: LoginResult | SmtpResult): string {
	switch (result.kind) {
		case "refused":
			return result.reply.text;
		case "lost":
			return result.detail;
		case "no-token":
			return "no token";
		default:
			return result.kind;
	}
}
