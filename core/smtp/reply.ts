import { maskAddresses } from "../message/address.ts";
import { cut, MAXIMUM } from "../outside.ts";

/** Where in the SMTP session a reply came. `eom` is the reply to the final dot. */
export const SMTP_STAGES = [
	"connect",
	"ehlo",
	"starttls",
	"auth",
	"mail",
	"rcpt",
	"data",
	"eom",
	"unknown",
] as const;
export type SmtpStage = (typeof SMTP_STAGES)[number];

/** Stages at which nothing of a message has been said. */
export const UP_TO_AUTH: readonly SmtpStage[] = [
	"connect",
	"ehlo",
	"starttls",
	"auth",
];

/** One reply of the server. `text` is the raw reply, its lines joined by `\n`. */
export interface SmtpReply {
	readonly stage: SmtpStage;
	readonly code: number;
	/** RFC 3463 enhanced status code such as `5.7.8`. Read from `text` when absent. */
	readonly enhanced?: string;
	readonly text: string;
}

export type ReplyCause =
	| "accepted"
	| "auth"
	| "auth-throttle"
	| "quota"
	| "rate"
	| "transient"
	| "bad-message"
	| "bad-recipient"
	| "policy"
	| "config";

/** Whose failure it is: one message's, or the account's and so everybody's. */
export type FailureScope = "message" | "sender";

export interface Classification {
	readonly cause: ReplyCause;
	readonly scope: FailureScope;
	/** Whether the same bytes may pass later. What is permanent is never retried. */
	readonly lasting: "permanent" | "passing";
	/** A message-scope failure that becomes sender scope once other messages meet it too. */
	readonly escalates: boolean;
	/** The server ended an idle session: connect again at once, nobody is charged. */
	readonly reconnect: boolean;
	/** Name of the row that decided, for logs and tests. */
	readonly rule: string;
}

const MAX_REPLY = 1000;

/**
 * A server's reply, safe to log and to store: addresses masked, every link but Google's help pages
 * removed (a 534 carries a personal sign-in link, broken over several lines), at most 1,000 characters.
 */
export function redactReply(reply: string): string {
	const withoutLinks = cut(reply, MAXIMUM.reply)
		.replace(/<https?:[^>]*>/gs, "<link removed>")
		.replace(/https?:\/\/(?!support\.google\.com\/)[^\s>]*/g, "<link removed>")
		.replace(/(?:plt|token|sarp|scc)=[^\s>]*/gi, "<link removed>");
	return cut(maskAddresses(withoutLinks), MAX_REPLY);
}
