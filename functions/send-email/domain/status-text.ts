import type { Breaker } from "./breaker.ts";
import type { SenderCause } from "./causes.ts";

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

/** Says what the breaker's state means. */
export function sayStatus(
	breaker: Breaker,
	mailbox: string,
	now: number,
): Status {
	const { state } = breaker;
	if (state.kind === "closed") {
		return {
			verdict: "sending",
			say: `Sending: nothing stops mail from ${mailbox}.`,
		};
	}
	const due = state.until <= now;
	const since = new Date(state.since).toISOString();
	const nextTry = new Date(state.until).toISOString();
	const when = due ? "with the next message" : `at ${nextTry}`;
	return {
		verdict: state.cause,
		since,
		nextTry,
		reply: state.reply,
		say: `Not sending since ${since}: ${WHAT[state.cause]}. Is mail lost? No, it waits in the queue. Next try ${when}. ${adviceFor(state.cause)} Google said: ${state.reply}`,
	};
}

function adviceFor(cause: SenderCause): string {
	switch (cause) {
		case "auth":
		case "config":
			return "To do: store a new App Password (npm run ops -- set-password); mail then goes out by itself.";
		case "quota":
			return "To do: nothing, or send less; it goes on by itself within 24 hours.";
		default:
			return "To do: nothing yet; it goes on by itself when Gmail does.";
	}
}
