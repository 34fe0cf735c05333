import type { SenderFailure } from "../delivery/decision.ts";
import type { MessageRule } from "./holds.ts";
import type { Refused } from "./refusals.ts";

/**
 * Who has seen that something fails. An environment's login or three messages alike show nothing for sure, so
 * they leave back-off and gauges as they are. The others do: the prober, a lost trial, and Google's word on the account.
 */
export type Witness = "login" | "messages" | "prober" | "trial" | "account";

/** What can happen to a breaker. `at` is epoch ms. */
export type BreakerEvent = { readonly at: number } & (
	| {
			readonly kind: "failed";
			readonly by: Witness;
			readonly failure: SenderFailure;
			readonly secretVersion: string;
			/** Owner of the token, when it failed at a trial. */
			readonly owner?: string;
			/** The producer whose messages alone failed, while others send. */
			readonly suspect?: string;
	  }
	/** The prober's login was accepted. */
	| { readonly kind: "login-accepted"; readonly secretVersion: string }
	/** Google took a message at the trial of `owner`. */
	| {
			readonly kind: "sent";
			readonly secretVersion: string;
			readonly owner: string;
			/** Whose message it was. */
			readonly producer: string;
	  }
	/** A login worked with a newer version of the secret, after an older one was refused. */
	| { readonly kind: "secret-renewed"; readonly secretVersion: string }
	| { readonly kind: "probe-started"; readonly until: number }
	| {
			readonly kind: "token-taken";
			readonly owner: string;
			/** Epoch ms. */
			readonly until: number;
	  }
	/** A trial from which nothing was learned, but perhaps that logins work (`isIn`): somebody else may try at once. */
	| {
			readonly kind: "token-passed";
			readonly owner: string;
			readonly isIn: boolean;
	  }
	| {
			readonly kind: "held";
			readonly who: string;
			readonly why: string;
			readonly until?: number;
	  }
	| { readonly kind: "resumed"; readonly who: string }
	| { readonly kind: "ruled"; readonly rule: MessageRule }
	/** Google has refused messages of these producers. `id`: what a rule that follows from it is called. */
	| {
			readonly kind: "refused";
			readonly id: string;
			readonly refused: readonly Refused[];
	  }
	| {
			readonly kind: "unruled";
			readonly who: string;
			readonly ids: readonly string[];
	  }
	/** Takes out what is over; `oldest` is when the oldest message still in the queue can have been sent. */
	| { readonly kind: "tidied"; readonly oldest: number }
	/** How many messages of the queue are in flight. */
	| { readonly kind: "counted"; readonly inFlight: number }
);
