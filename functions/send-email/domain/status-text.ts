import { type Breaker, isMendedBySecret } from "./breaker.ts";
import type { SenderCause } from "./causes.ts";
import type { SmtpStage } from "./smtp-reply.ts";

/** Whether mail flows, in words for people. */
export interface Status {
	/** `sending`, or why not. */
	readonly verdict: "sending" | SenderCause;
	/** ISO times; absent while sending. */
	readonly since?: string;
	readonly nextTry?: string;
	readonly reply?: string;
	/** One paragraph: what is the matter, is mail lost, what to type. */
	readonly say: string;
}

const WHAT: Readonly<Record<SenderCause, string>> = {
	auth: "Google refuses the App Password",
	"auth-throttle": "Google throttles logins",
	quota: "the mailbox has reached Google's daily sending limit",
	rate: "Google limits the sending rate",
	transient: "Gmail cannot be reached or answers with temporary failures",
	config: "the sender is not set up right",
	policy: "Google refuses the sender",
	"bad-message": "Google refuses the sender",
	"bad-recipient": "Google refuses the sender",
};

export interface StatusContext {
	/** Masked. */
	readonly mailbox: string;
	readonly now: number;
	/** Version of the secret as it is now; another one than the refused is tried at once. */
	readonly secretVersion: string;
	/** Options that name this sender to the operator's commands, with a space before. */
	readonly flags: string;
}

/** Says what the breaker's state means. */
export function sayStatus(
	{ state }: Breaker,
	{ mailbox, now, secretVersion, flags }: StatusContext,
): Status {
	if (state.kind === "closed") {
		return {
			verdict: "sending",
			say: `Sending: nothing stops mail from ${mailbox}.`,
		};
	}
	const { cause, stage } = state;
	const renewed =
		isMendedBySecret(cause) && state.secretVersion !== secretVersion;
	const since = new Date(state.since).toISOString();
	const nextTry = new Date(state.until).toISOString();
	const when =
		renewed || state.until <= now ? "with the next message" : `at ${nextTry}`;
	const advice = renewed
		? "To do: nothing, a new App Password is stored and will be tried."
		: adviceFor(cause, stage, flags);
	const reply = state.reply.replace(/\s+/g, " ");
	return {
		verdict: cause,
		since,
		nextTry,
		reply,
		say: `Not sending since ${since}: ${WHAT[cause]}. Is mail lost? No, it waits in the queue. Next try ${when}. ${advice} What was said: ${reply}`,
	};
}

function adviceFor(
	cause: SenderCause,
	stage: SmtpStage,
	flags: string,
): string {
	const setPassword = `npm run ops -- set-password${flags}`;
	if (cause === "auth" || (cause === "config" && stage === "unknown")) {
		return `To do: store a new App Password (${setPassword}); mail then goes out by itself.`;
	}
	if (cause === "quota") {
		return "To do: nothing, or send less; it goes on by itself within 24 hours.";
	}
	return cause === "config"
		? "To do: read what was said below, and the runbook under misconfigured."
		: "To do: nothing yet; it goes on by itself when Gmail does.";
}
