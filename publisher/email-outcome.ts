import type { DeadCause } from "../core/delivery/causes.ts";

/** What is known of a message. */
export type EmailOutcome =
	/** Not seen yet: it waits in the queue, or was never sent there, or has been forgotten. */
	| { readonly kind: "unknown" }
	| {
			/**
			 * `waiting` for its next try, `sending`, `sent`: Google took it, `expired` by its notAfter,
			 * `in-doubt`: nobody knows whether Google took it.
			 */
			readonly kind: "waiting" | "sending" | "sent" | "expired" | "in-doubt";
			readonly at: Date;
	  }
	| {
			/** In the dead-letter queue, for this cause. */
			readonly kind: "failed";
			/** Absent once an operator has taken it out of there. */
			readonly cause?: DeadCause;
			readonly at: Date;
	  };
