import type { MessageRule } from "../breaker/holds.ts";
import type { Problem } from "../message/problem.ts";
import type { DeadCause } from "./causes.ts";
import type { MessageDecision, Reason, RecipientProgress } from "./decision.ts";
import type { Settled } from "./ledger.ts";
import type { LedgerRow, LedgerState } from "./ledger-row.ts";

/** What becomes of one message, and why. Every step returns one; `settle` alone carries it out. */
export type Outcome =
	/** After a try: sent, retry, maybe-sent, dead-letter or release. */
	| (MessageDecision & OfRow)
	/** It can't go as it is, and nothing was said to the server. */
	| ({ readonly kind: "refused" } & Failure & OfRow)
	| ({ readonly kind: GivenUp } & Failure & OfRow)
	/** `isRecorded`: its row says so already. */
	| ({ readonly kind: "expired"; readonly isRecorded: boolean } & OfRow)
	| FailedBefore
	| {
			readonly kind: "already-sent" | "already-expired";
			/** When that was written down, in epoch ms. */
			readonly since: number | undefined;
	  }
	| { readonly kind: "wait"; readonly until: number }
	| { readonly kind: "rejected"; readonly rejection: Rejection }
	| { readonly kind: "key-reused" }
	/** The ledger does not answer. */
	| { readonly kind: "unavailable" };

/** Dead-lettered without another try. */
type GivenUp = "in-doubt" | "too-late" | "changed" | "cancelled";

/** Its row is FAILED already, but this copy does not carry that failure. */
interface FailedBefore {
	readonly kind: "dead-letter-again";
	readonly row: LedgerRow;
	readonly failed: Extract<LedgerState, { kind: "FAILED" }>;
}

/** A message's row, which gets its next state yet, and the owner that the write is conditional on. */
export interface OfRow {
	readonly row: LedgerRow;
	readonly lastOwner: string;
}

/** Why a message goes to the dead-letter queue. */
export interface Failure {
	readonly cause: DeadCause;
	/** Who did not get it, by index. */
	readonly recipients: readonly number[];
	readonly reason: Reason;
	readonly sentence?: string;
	/** JSON pointer to what the sentence is about. */
	readonly pointer?: string;
}

/** Why a message never gets a row of its own in the ledger. */
export interface Rejection {
	readonly cause: DeadCause;
	readonly problems: readonly Problem[];
	/** No file, route or template could make it good. */
	readonly isBadByItself: boolean;
	/** No event tells of it. */
	readonly noEvents: boolean;
	/** Hash of what makes it the same message, when that is known. */
	readonly identity?: string;
	/** Of Step Functions, which waits for the outcome. */
	readonly taskToken: string | undefined;
}

/** Why a message is rejected whose id another one has. */
export const KEY_REUSED = {
	cause: "key-reused",
	problems: [
		{
			pointer: "/id",
			sentence:
				"Cannot send the message as its id belongs to another message with other content: give every message an id of its own, derived from the business event it tells of.",
		},
	],
} as const;

/** What the ledger says of a message. Of `claim`, `cancel` and `expire` the row is written. */
export type Claim =
	| ({ readonly kind: "claim" } & OfRow)
	| ({ readonly kind: "expire" } & OfRow)
	| ({ readonly kind: "in-doubt" | "too-late" | "changed" } & OfRow)
	/** It is claimed, and an operator's rule cancels it. */
	| ({ readonly kind: "cancel"; readonly rule: MessageRule } & OfRow)
	| FailedBefore
	| Settled
	/** Epoch ms. */
	| { readonly kind: "wait"; readonly until: number }
	| { readonly kind: "key-reused" }
	| { readonly kind: "reject"; readonly rejection: Rejection }
	| { readonly kind: "unavailable" };

/** What becomes of a message that is not to be sent now. `count`: how many recipients it has. */
export function outcomeOfClaim(
	claim: Exclude<Claim, { kind: "claim" }>,
	count: number,
): Outcome {
	switch (claim.kind) {
		case "acknowledge":
			return { kind: `already-${claim.because}`, since: claim.since };
		case "expire":
			return { ...claim, kind: "expired", isRecorded: true };
		case "in-doubt":
			return { ...claim, ...failure("in-doubt", claim, count) };
		case "too-late":
			return { ...claim, ...failure("transient", claim, count, TOO_LATE) };
		case "changed":
			return { ...claim, ...failure("transient", claim, count, CHANGED) };
		case "cancel": {
			const { row, lastOwner } = claim;
			const why = failure("cancelled", claim, count, wordsOf(claim));
			return { kind: "cancelled", ...why, row, lastOwner };
		}
		case "reject":
			return { kind: "rejected", rejection: claim.rejection };
		case "dead-letter-again":
		case "wait":
		case "key-reused":
		case "unavailable":
			return claim;
	}
}

function failure(
	cause: DeadCause,
	{ row }: OfRow,
	count: number,
	sentence?: string,
): Failure {
	return {
		cause,
		recipients: unsettledRecipients(count, row.progress),
		reason: {},
		...(sentence === undefined ? {} : { sentence }),
	};
}

function wordsOf({ rule, row }: Extract<Claim, { kind: "cancel" }>): string {
	const doubt = row.doubted ? ` (${MAY_BE_OUT})` : "";
	return `Cancelled by ${rule.who}: ${rule.why}${doubt}`;
}

const MAY_BE_OUT =
	"it may have been sent before: Google's answer to an earlier try was lost";

const TOO_LATE =
	"Its notAfter has passed: some recipients were settled before, these were not.";

const CHANGED =
	"Its route, template or file has changed since some recipients got it, or may have got it: these were not sent another version.";

/** Recipients that have neither been accepted nor refused for good. `count`: how many the message has. @returns indexes. */
export function pendingRecipients(
	count: number,
	{ accepted, refused }: RecipientProgress,
): readonly number[] {
	const settled = new Set([...accepted, ...refused.map(({ index }) => index)]);
	return Array.from({ length: count }, (_none, index) => index).filter(
		(index) => !settled.has(index),
	);
}

/** Recipients that did not get it: refused for good, or still pending. @returns indexes, in order. */
export function unsettledRecipients(
	count: number,
	progress: RecipientProgress,
): readonly number[] {
	return [
		...pendingRecipients(count, progress),
		...progress.refused.map(({ index }) => index),
	].sort((a, b) => a - b);
}
