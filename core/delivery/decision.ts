import type { SmtpStage } from "../smtp/reply.ts";
import type { DeadCause, SenderCause } from "./causes.ts";

/** A recipient that is refused for good. */
export interface PermanentRefusal {
	readonly index: number;
	readonly cause: DeadCause;
	readonly code: number;
}

/** What is settled about a message's recipients, over all its tries. */
export interface RecipientProgress {
	readonly accepted: readonly number[];
	readonly refused: readonly PermanentRefusal[];
}

/** Why something was decided: what the server said, safe to log. */
export interface Reason {
	readonly stage?: SmtpStage;
	readonly code?: number;
	readonly enhanced?: string;
	/** Redacted, at most 1,000 characters. */
	readonly reply?: string;
	readonly rule?: string;
}

/** A failure that is the account's, not a message's. */
export interface SenderFailure extends Reason {
	readonly cause: SenderCause;
	readonly stage: SmtpStage;
}

export type MessageDecision =
	| {
			readonly kind: "sent";
			readonly reply: string;
			readonly progress: RecipientProgress;
	  }
	| {
			readonly kind: "retry";
			readonly cause: DeadCause;
			readonly attempts: number;
			readonly delaySeconds: number;
			readonly reason: Reason;
			readonly progress: RecipientProgress;
	  }
	| {
			readonly kind: "dead-letter";
			readonly cause: DeadCause;
			readonly recipients: readonly number[];
			readonly reason: Reason;
			readonly progress: RecipientProgress;
	  }
	/** Nobody knows whether it was sent; the same bytes go once more. */
	| {
			readonly kind: "maybe-sent";
			readonly delaySeconds: number;
			readonly reason: Reason;
			readonly progress: RecipientProgress;
	  }
	/** It waits through no fault of its own and loses no attempt. */
	| { readonly kind: "release"; readonly progress: RecipientProgress };

export interface Decision {
	readonly message: MessageDecision;
	/** Present when the breaker has to open for the whole fleet. */
	readonly open?: SenderFailure;
}

export interface Situation {
	/** Message-scope failures so far. */
	readonly attempts: number;
	readonly attemptBudget: number;
	/** Recipients of this try, by index. */
	readonly pending: readonly number[];
	readonly progress: RecipientProgress;
	/** How often the message was sent again out of doubt. */
	readonly resends: number;
	readonly onAmbiguous: "resend" | "hold";
	/** Other messages that met each cause in this environment with no success between. */
	readonly othersAlike: Readonly<Partial<Record<string, number>>>;
	/** The session was logged in for this message: it cannot have been idle too long. */
	readonly freshSession: boolean;
	/** It opened the breaker before, and another message's 250 closed it. */
	readonly suspect: boolean;
	/** Set while this message tries whether the breaker may close: the cause that opened it. */
	readonly trialOf?: SenderCause;
	/** A login has closed the breaker after lost connections, no message has proved it, and this one did not open it. */
	readonly unproved: boolean;
	/** Messages and logins that lost their connection in a row in this environment, this one included. */
	readonly connectionFailures: number;
	readonly random: number;
}
