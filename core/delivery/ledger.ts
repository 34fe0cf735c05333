import {
	type Frozen,
	type LedgerRow,
	type LedgerState,
	mayExpire,
} from "./ledger-row.ts";

export interface ClaimRequest {
	readonly now: number;
	readonly owner: string;
	readonly leaseEnd: number;
	readonly hash: string;
	readonly rendered?: string;
	readonly frozen: Frozen;
	/** Epoch ms at which it was put on the queue. */
	readonly sentAt: number;
	/** Failure number in the message's own dead-letter attribute, when it was redriven. */
	readonly redrivenFailure: number | undefined;
	/** The producer's notAfter has passed. */
	readonly expired: boolean;
	readonly onAmbiguous: "resend" | "hold";
	readonly producer: string;
	readonly recipientHashes: readonly string[];
}

/** It was sent, or had expired, before. `since`: when that was written down, in epoch ms. */
export interface Settled {
	readonly kind: "acknowledge";
	readonly because: "sent" | "expired";
	readonly since: number | undefined;
}

export type ClaimDecision =
	/** Write `row` if the ledger still holds what was read, then send. */
	| { readonly kind: "claim"; readonly row: LedgerRow }
	/** Write `row` (EXPIRED), then acknowledge. */
	| { readonly kind: "expire"; readonly row: LedgerRow }
	| Settled
	| { readonly kind: "wait"; readonly until: number }
	/** Claim it first, then dead-letter it: nobody can know whether it was sent. */
	| { readonly kind: "in-doubt"; readonly row: LedgerRow }
	/** Some recipients are settled, and its time has passed: the rest goes to the dead-letter queue. */
	| { readonly kind: "too-late"; readonly row: LedgerRow }
	/** A route, a template or a file has changed since some recipients got it, or may have: the rest goes to the dead-letter queue. */
	| { readonly kind: "changed"; readonly row: LedgerRow }
	/** It is FAILED already, but this copy does not carry that failure. */
	| {
			readonly kind: "dead-letter-again";
			readonly row: LedgerRow;
			readonly failed: Extract<LedgerState, { kind: "FAILED" }>;
	  }
	/** The key belongs to another message. */
	| { readonly kind: "key-reused" };

/** Decides what may be done with a message, given its row (undefined: never seen). */
export function decideClaim(
	row: LedgerRow | undefined,
	request: ClaimRequest,
): ClaimDecision {
	if (row === undefined) return begin(fresh(request, 0), request);
	const sameMessage = row.hash === request.hash;
	const { state } = row;
	if (!sameMessage && !mayBeReplaced(row, request)) {
		return { kind: "key-reused" };
	}
	switch (state.kind) {
		case "SENT":
			return { kind: "acknowledge", because: "sent", since: row.writtenAt };
		case "SENDING":
			if (state.leaseEnd > request.now)
				return { kind: "wait", until: state.leaseEnd };
			return fromDoubt(row, request);
		case "MAYBE_SENT":
			if (state.notBefore > request.now)
				return { kind: "wait", until: state.notBefore };
			return fromDoubt(row, request);
		case "WAITING":
			if (!request.expired && state.notBefore > request.now)
				return { kind: "wait", until: state.notBefore };
			return begin(row, request);
		case "FAILED":
			if (!sameMessage) return begin(replacing(row, request), request);
			// What is in doubt goes out again by an operator's word alone, which ends the doubt in its row.
			if (!isRedriven(row, request) || row.doubted) {
				return { kind: "dead-letter-again", row, failed: state };
			}
			return begin(reopened(row), request);
		case "EXPIRED":
			return sameMessage
				? { kind: "acknowledge", because: "expired", since: row.writtenAt }
				: begin(replacing(row, request), request);
	}
}

function isRedriven(row: LedgerRow, { redrivenFailure }: ClaimRequest) {
	return redrivenFailure !== undefined && redrivenFailure >= row.failure;
}

/** A corrected message may take the key over, unless somebody has the old one already or may have it, or it is older itself. */
function mayBeReplaced(row: LedgerRow, request: ClaimRequest): boolean {
	const { state, progress, doubted, sentAt } = row;
	const over = state.kind === "EXPIRED" || state.kind === "FAILED";
	const isOlder =
		request.sentAt < sentAt ||
		(request.redrivenFailure !== undefined && !isRedriven(row, request));
	return over && !doubted && progress.accepted.length === 0 && !isOlder;
}

/** Its number is larger than that of any copy of what it replaces. */
function replacing({ failure }: LedgerRow, request: ClaimRequest): LedgerRow {
	return fresh(request, failure + 1);
}

function begin(row: LedgerRow, request: ClaimRequest): ClaimDecision {
	const claimed = sending(row, request);
	if (!request.expired) {
		return isChanged(row, request)
			? { kind: "changed", row: claimed }
			: { kind: "claim", row: asRenderedNow(claimed, request) };
	}
	if (row.doubted) return { kind: "in-doubt", row: claimed };
	if (!mayExpire(row)) return { kind: "too-late", row: claimed };
	return {
		kind: "expire",
		row: { ...row, state: { kind: "EXPIRED" }, lastOwner: request.owner },
	};
}

function fromDoubt(row: LedgerRow, request: ClaimRequest): ClaimDecision {
	const again =
		request.onAmbiguous === "resend" &&
		row.resends === 0 &&
		!request.expired &&
		// The same bytes are not to be had any more.
		row.rendered === request.rendered;
	const claimed = { ...sending(row, request), doubted: true };
	if (!again) return { kind: "in-doubt", row: claimed };
	return { kind: "claim", row: { ...claimed, resends: 1 } };
}

/** Nobody is to get two versions of one mail, unless an operator wants the rest sent to the same people. */
function isChanged(row: LedgerRow, request: ClaimRequest): boolean {
	if (row.rendered === request.rendered) return false;
	if (row.progress.accepted.length === 0 && !row.doubted) return false;
	return request.redrivenFailure === undefined || !isForSame(row, request);
}

function isForSame(
	{ recipientHashes = [] }: LedgerRow,
	request: ClaimRequest,
): boolean {
	return (
		recipientHashes.length > 0 &&
		recipientHashes.join() === request.recipientHashes.join()
	);
}

/** The row of what a route, a template or a file makes of the message by now. */
function asRenderedNow(row: LedgerRow, request: ClaimRequest): LedgerRow {
	if (row.rendered === request.rendered) return row;
	const { rendered: _before, recipientHashes: _people, ...rest } = row;
	return {
		...rest,
		...renderedOf(request),
		...peopleOf(request),
		// A recipient's index may be somebody else's now.
		...(isForSame(row, request)
			? {}
			: { progress: { ...row.progress, refused: [] } }),
	};
}

function peopleOf({
	recipientHashes,
}: ClaimRequest): Pick<LedgerRow, "recipientHashes"> {
	return recipientHashes.length === 0 ? {} : { recipientHashes };
}

function renderedOf({ rendered }: { readonly rendered?: string }): {
	readonly rendered?: string;
} {
	return rendered === undefined ? {} : { rendered };
}

function sending(row: LedgerRow, request: ClaimRequest): LedgerRow {
	const { owner, leaseEnd } = request;
	return {
		...row,
		state: { kind: "SENDING", owner, leaseEnd },
		lastOwner: owner,
	};
}

function fresh(request: ClaimRequest, failure: number): LedgerRow {
	const { hash, frozen, owner, leaseEnd, now, producer, sentAt } = request;
	return {
		state: { kind: "SENDING", owner, leaseEnd },
		hash,
		frozen,
		attempts: 0,
		resends: 0,
		doubted: false,
		failure,
		progress: { accepted: [], refused: [] },
		lastOwner: owner,
		firstAt: now,
		sentAt,
		producer,
		...renderedOf(request),
		...peopleOf(request),
	};
}

/** A redrive opens again only the recipients that failed. */
function reopened({
	seen: _before,
	failingSince: _long,
	...row
}: LedgerRow): LedgerRow {
	return {
		...row,
		attempts: 0,
		resends: 0,
		progress: { ...row.progress, refused: [] },
	};
}
