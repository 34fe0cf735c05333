import type { SenderFailure } from "../delivery/decision.ts";
import type { MessageRule } from "./holds.ts";

/** What can happen to a breaker. `at` is epoch ms. */
export type BreakerEvent = { readonly at: number } & (
	| {
			/** The account failed: at a sender's login or message, or at the prober's login. */
			readonly kind: "failed";
			readonly failure: SenderFailure;
			readonly secretVersion: string;
			readonly openedBy?: string;
	  }
	/** The prober's login was accepted. */
	| { readonly kind: "login-accepted"; readonly secretVersion: string }
	/** Google took the message `by` of the environment `owner`. */
	| {
			readonly kind: "sent";
			readonly secretVersion: string;
			readonly owner: string;
			readonly by: string;
	  }
	| { readonly kind: "probe-started"; readonly until: number }
	| {
			readonly kind: "token-taken";
			readonly owner: string;
			readonly leaseUntil: number;
	  }
	/** A trial from which nothing was learned: somebody else may try at once. */
	| { readonly kind: "token-passed"; readonly owner: string }
	| {
			readonly kind: "held";
			readonly who: string;
			readonly why: string;
			readonly until?: number;
	  }
	| { readonly kind: "resumed"; readonly who: string }
	| { readonly kind: "ruled"; readonly rule: MessageRule }
	| {
			readonly kind: "unruled";
			readonly who: string;
			readonly ids: readonly string[];
	  }
	/** Takes out what is over; `oldest` is when the oldest message still in the queue can have been sent. */
	| { readonly kind: "tidied"; readonly oldest: number }
);
