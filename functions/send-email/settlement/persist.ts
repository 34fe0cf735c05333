import type { LedgerRow } from "../../../core/delivery/ledger-row.ts";
import type { Written } from "../../shared/deps.ts";
import type { Batch } from "../batch.ts";
import { CALLS, isTimeFor } from "../deadline.ts";
import type { Addressee } from "./addressee.ts";
import type { RowWrite } from "./plan.ts";

const PAUSE_MS = 500;

/** Repeats a write that must not be lost until it is through or the invocation ends. */
export async function persist(
	write: RowWrite,
	to: Addressee,
	batch: Batch,
): Promise<Written> {
	for (;;) {
		const written = await attempt(write, to, batch);
		if (written !== "unavailable") return written;
		batch.deps.metrics.add("stateUnreachable", 1);
		if (!isTimeFor(1, batch)) return written;
		if (write.kind !== "rejection" && (await hasLanded(write.next, to, batch)))
			return "written";
		if (!isTimeFor(CALLS.write, batch, PAUSE_MS)) return written;
		await batch.deps.sleep(PAUSE_MS);
	}
}

function attempt(
	write: RowWrite,
	{ place, record, origin }: Addressee,
	{ deps: { ledger, digest } }: Batch,
): Promise<Written> {
	switch (write.kind) {
		case "row":
			return ledger.write(place.row, write.next, write.lastOwner, write.extra);
		case "sent":
			return ledger.sent(place.row, write.next, { reply: write.reply });
		case "rejection":
			return ledger.writeDead(write.facts.row, {
				facts: write.facts,
				space: place.space,
				hash: digest(record.body),
				sentAt: origin.sentAt,
				isReplaced: origin.isReplaced,
			});
	}
}

/** Whether a write whose answer was lost has been done: the owner and the state tell. */
async function hasLanded(
	next: LedgerRow,
	{ place }: Addressee,
	{ deps }: Batch,
): Promise<boolean> {
	const row = await deps.ledger.read(place.row);
	return (
		row !== "unavailable" &&
		row?.lastOwner === next.lastOwner &&
		row.state.kind === next.state.kind
	);
}
