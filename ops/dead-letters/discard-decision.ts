import type { LedgerRow } from "../../core/delivery/ledger-row.ts";
import { isOnlyCopy } from "./find-copy.ts";
import type { MessageRow } from "./ledger.ts";
import type { DeadLetterCopy } from "./sweep.ts";

export type DiscardDecision =
	/** Write `next` and who discarded it, then delete the copy. */
	| {
			readonly kind: "record";
			readonly row: MessageRow;
			readonly next: LedgerRow;
	  }
	/** The ledger has no row of this content: a separate row is written. */
	| { readonly kind: "record-apart" }
	/** Everything is on record already: only the copy is left. */
	| { readonly kind: "delete" }
	| { readonly kind: "leave"; readonly because: "under-way" };

/** Decides how a dead letter is discarded: never without a record in the table. */
export function decideDiscard(
	copy: Pick<DeadLetterCopy, "facts" | "hash" | "movedBySqs">,
	row: MessageRow | undefined,
	now: number,
): DiscardDecision {
	if (row === undefined || row.hash !== copy.hash)
		return { kind: "record-apart" };
	switch (row.state.kind) {
		case "SENT":
		case "EXPIRED":
			return { kind: "delete" };
		case "FAILED":
			return { kind: "record", row, next: row };
		case "SENDING":
		case "MAYBE_SENT":
		case "WAITING":
			return isOnlyCopy(copy) && !isAtWork(row, now)
				? givenUp(row, row.state.kind !== "WAITING" || row.doubted)
				: { kind: "leave", because: "under-way" };
	}
}

function isAtWork({ state }: MessageRow, now: number): boolean {
	return state.kind === "SENDING" && state.leaseEnd > now;
}

/** A message that SQS moved without the ledger was never FAILED. A discard makes it FAILED. */
function givenUp(row: MessageRow, doubted: boolean): DiscardDecision {
	return {
		kind: "record",
		row,
		next: {
			...row,
			doubted,
			failure: row.failure + 1,
			state: { kind: "FAILED", cause: doubted ? "in-doubt" : "transient" },
		},
	};
}
