import type { DeadLetterFilter } from "./filter.ts";
import { isOnlyCopy, MENDED_BY_OTHERS } from "./find-copy.ts";
import type { MessageRow } from "./ledger.ts";
import type { DeadLetterCopy } from "./sweep.ts";

/** Why a dead letter stays where it is. */
export type LeftBecause =
	| "in-doubt"
	| "under-way"
	| "failed-again"
	| "invalid"
	| "key-reused"
	| "discarded"
	| "too-large";

export type RedriveDecision =
	/** `failure` is the number by which the function recognizes a redrive. */
	| { readonly kind: "move"; readonly failure: number }
	/** It has reached its final state: nothing is to be sent. */
	| { readonly kind: "delete"; readonly because: "sent" | "expired" }
	| { readonly kind: "leave"; readonly because: LeftBecause };

/**
 * Decides what a redrive does with one message of the dead-letter queue. Moving a message is always
 * safe, because the function reads the ledger again. Deleting one is not, so it requires a final
 * state in the ledger for the same content.
 */
export function decideRedrive(
	copy: Pick<DeadLetterCopy, "facts" | "movedBySqs" | "hash" | "sentAt">,
	row: MessageRow | undefined,
	asked: DeadLetterFilter,
): RedriveDecision {
	const { facts, hash } = copy;
	const isNamed = asked.id !== undefined;
	const move = (failure: number): RedriveDecision => ({
		kind: "move",
		failure,
	});
	const own = facts?.failure ?? 0;
	if (hash === undefined) {
		return isNamed ||
			(asked.cause !== undefined && MENDED_BY_OTHERS.has(asked.cause))
			? move(own)
			: leave("invalid");
	}
	const doubtAccepted = isNamed || asked.cause === "in-doubt";
	if (row === undefined) {
		return facts?.cause === "in-doubt" && !doubtAccepted
			? leave("in-doubt")
			: move(own);
	}
	if (row.hash !== hash) {
		// The row is of other content. An older version must not overtake the corrected one.
		return facts?.cause === "key-reused" &&
			(isNamed || asked.cause === "key-reused")
			? move(own)
			: leave("key-reused");
	}
	switch (row.state.kind) {
		case "SENT":
			return { kind: "delete", because: "sent" };
		case "EXPIRED":
			return { kind: "delete", because: "expired" };
		case "FAILED":
			if (wasDiscarded(copy, row) && !isNamed) return leave("discarded");
			// The number of the row, not of the copy: a copy that a crash left behind is as good as a new one.
			return (row.doubted || row.state.cause === "in-doubt") && !doubtAccepted
				? leave("in-doubt")
				: move(row.failure);
		case "MAYBE_SENT":
		case "SENDING":
		case "WAITING":
			// Another copy of it is in the queue, unless this is the only one, moved without the ledger.
			if (!isOnlyCopy(copy) && !isNamed) return leave("under-way");
			return (row.doubted || row.state.kind === "MAYBE_SENT") && !doubtAccepted
				? leave("in-doubt")
				: move(Math.max(own, row.failure));
	}
}

/** Whether its discard is on record, although it is still here. A later message with that id is a different one. */
function wasDiscarded(
	{ facts, sentAt }: Pick<DeadLetterCopy, "facts" | "sentAt">,
	{ discarded }: MessageRow,
): boolean {
	const at = facts === undefined ? sentAt : Date.parse(facts.at);
	return discarded !== undefined && at <= Date.parse(discarded.at);
}

function leave(because: LeftBecause): RedriveDecision {
	return { kind: "leave", because };
}
