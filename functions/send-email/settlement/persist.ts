import type { LedgerRow } from "../../../core/delivery/ledger.ts";
import type { Written } from "../../shared/deps.ts";
import { type Batch, msLeft } from "../batch.ts";
import type { Addressee } from "./addressee.ts";
import type { RowWrite } from "./plan.ts";

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
		if (write.kind !== "rejection" && (await hasLanded(write.next, to, batch)))
			return "written";
		// One more round, and the calls that end the batch, take longer than that.
		if (msLeft(batch) < 14_000) return written;
		await batch.deps.sleep(500);
	}
}

function attempt(
	write: RowWrite,
	{ key, record }: Addressee,
	{ deps: { ledger } }: Batch,
): Promise<Written> {
	switch (write.kind) {
		case "row":
			return ledger.write(key, write.next, write.lastOwner, write.extra);
		case "sent":
			return ledger.sent(key, write.next, { reply: write.reply });
		case "rejection":
			return ledger.dead(record.messageId, write.facts);
	}
}

/** Whether a write whose answer was lost has been done: the owner and the state tell. */
async function hasLanded(
	next: LedgerRow,
	{ key }: Addressee,
	{ deps }: Batch,
): Promise<boolean> {
	const row = await deps.ledger.read(key);
	return (
		row !== "unavailable" &&
		row?.lastOwner === next.lastOwner &&
		row.state.kind === next.state.kind
	);
}
