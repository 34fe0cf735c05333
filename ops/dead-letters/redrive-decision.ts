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
	/** `failure` is the number with which the function takes it for a redrive. */
	| { readonly kind: "move"; readonly failure: number }
	/** Its story has ended: nothing is to be sent. */
	| { readonly kind: "delete"; readonly because: "sent" | "expired" }
	| { readonly kind: "leave"; readonly because: LeftBecause };

/**
 * Decides what a redrive does with one message of the dead-letter queue. Moving one is never
 * dangerous, as the function asks the ledger again; deleting one is, so only the ledger's last
 * words allow it, and only of the very same content.
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
		// The row tells of other content. An older version must not overtake the corrected one.
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
			// With the row's number, not the copy's: a copy left over by a crash is as good as a new one.
			return (row.doubted || row.state.cause === "in-doubt") && !doubtAccepted
				? leave("in-doubt")
				: move(row.failure);
		case "MAYBE_SENT":
		case "SENDING":
		case "WAITING":
			// Another copy of it is in the queue, unless the only one came here over the ledger's head.
			if (!isOnlyCopy(copy) && !isNamed) return leave("under-way");
			return (row.doubted || row.state.kind === "MAYBE_SENT") && !doubtAccepted
				? leave("in-doubt")
				: move(Math.max(own, row.failure));
	}
}

/** Its discard was written down, but it is still here; a later message of that id is another matter. */
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
