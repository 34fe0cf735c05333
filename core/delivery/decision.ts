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

/** What a failure at a message may say of the account. */
export interface Suspicion {
	/** `account`: Google says so. `unclear`: others may meet it, too. `aged`: the message has failed for a day. */
	readonly kind: "account" | "unclear" | "aged";
	readonly failure: SenderFailure;
}

export interface Decision {
	readonly message: MessageDecision;
	readonly suspicion?: Suspicion;
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
	/** Why a failure that is unclear by itself is this message's own, if it is. */
	readonly own: "others" | "age" | undefined;
	readonly random: number;
}
