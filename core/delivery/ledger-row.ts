import { LEASE_MARGIN_SECONDS, MAX_TIMEOUT_SECONDS } from "../contract.ts";
import type { Problem } from "../message/problem.ts";
import { LONGEST_DELAY_SECONDS } from "./backoff.ts";
import type { DeadCause } from "./causes.ts";
import type { Reason, RecipientProgress } from "./decision.ts";

/** What makes two tries byte-identical, decided at the first claim and never again. */
export interface Frozen {
	/** Message-ID with its angle brackets. */
	readonly messageId: string;
	/** Epoch ms of the Date header. */
	readonly date: number;
	readonly boundary: string;
	readonly fromName: string;
	readonly fromAddress: string;
}

export type LedgerState =
	| {
			readonly kind: "SENDING";
			readonly owner: string;
			readonly leaseEnd: number;
	  }
	| { readonly kind: "WAITING"; readonly notBefore: number }
	| { readonly kind: "SENT" }
	| { readonly kind: "MAYBE_SENT"; readonly notBefore: number }
	| {
			readonly kind: "FAILED";
			readonly cause: DeadCause;
			readonly reason?: Reason;
			readonly recipients?: readonly number[];
			/** What is said of it in words, for a copy that is made later. */
			readonly problems?: readonly Problem[];
	  }
	| { readonly kind: "EXPIRED" };

/** One message's row, by idempotency key. */
export interface LedgerRow {
	readonly state: LedgerState;
	/** Hash of the canonical message, as its producer sent it; of its key for a service's event. */
	readonly hash: string;
	/** Hash of what a route, a template or a file made of it, which a deployment may change; absent for others. */
	readonly rendered?: string;
	readonly frozen: Frozen;
	/** Message-scope failures so far. */
	readonly attempts: number;
	/** How many messages Google had ever taken when it last failed in a way that shows nobody's fault. */
	readonly seen?: number;
	/** Since when it fails so. Epoch ms. */
	readonly failingSince?: number;
	/** How often it was sent again out of doubt: 0 or 1. */
	readonly resends: number;
	/** Nobody knows, and nobody ever will, whether some try of it was taken. */
	readonly doubted: boolean;
	/** Number of the last dead-lettering, from 1; 0 when there was none. */
	readonly failure: number;
	readonly progress: RecipientProgress;
	/** Owner of the last claim: what the next write is conditional on. */
	readonly lastOwner: string;
	readonly firstAt: number;
	/** When this version of it was put on the queue: an older one never takes its place. Epoch ms. */
	readonly sentAt: number;
	/** When the row was last written; it is not a part of it. Epoch ms. */
	readonly writtenAt?: number;
	/** Who first sent it to the queue: a redrive comes from an operator. */
	readonly producer?: string;
	/** Keyed hashes of its recipients, in their order: who asks after an address finds the message. */
	readonly recipientHashes?: readonly string[];
}

/** Whether a message may be out twice, or goes once more out of doubt; as a dead letter it is listed with these. */
export function isDoubted({ state, doubted }: LedgerRow): boolean {
	return state.kind === "MAYBE_SENT" || (doubted && state.kind !== "FAILED");
}

/** No claim lasts longer, and no message waits longer for its next try. */
const LONGEST_CLAIM_MS = (MAX_TIMEOUT_SECONDS + LEASE_MARGIN_SECONDS) * 1000;
const LONGEST_WAIT_MS = LONGEST_DELAY_SECONDS * 1000;

/** The row at `now` (epoch ms), its times cut: a clock that was fast must not keep it back. */
export function withTimesCut(row: LedgerRow, now: number): LedgerRow {
	const { state } = row;
	switch (state.kind) {
		case "SENDING": {
			const leaseEnd = Math.min(state.leaseEnd, now + LONGEST_CLAIM_MS);
			return { ...row, state: { ...state, leaseEnd } };
		}
		case "WAITING":
		case "MAYBE_SENT": {
			const notBefore = Math.min(state.notBefore, now + LONGEST_WAIT_MS);
			return { ...row, state: { ...state, notBefore } };
		}
		default:
			return row;
	}
}

/** Whether a message can be called expired: nothing of it has been settled, and nothing is in doubt. */
export function mayExpire({ progress, doubted }: LedgerRow): boolean {
	return (
		!doubted && progress.accepted.length === 0 && progress.refused.length === 0
	);
}
