import type { LedgerRow } from "../../../core/delivery/ledger.ts";
import type { Written } from "../../shared/deps.ts";
import { type Batch, msLeft } from "../batch.ts";

/**
 * Repeats a write that must not be lost until it is through or the invocation ends. `landed` tells
 * whether it was done although its answer was lost.
 */
export async function persist(
	write: () => Promise<Written>,
	batch: Batch,
	landed: () => Promise<boolean> = async () => false,
): Promise<Written> {
	for (;;) {
		const written = await write();
		if (written !== "unavailable") return written;
		batch.deps.metrics.add("stateUnreachable", 1);
		if (await landed()) return "written";
		// One more round, and the calls that end the batch, take longer than that.
		if (msLeft(batch) < 14_000) return written;
		await batch.deps.sleep(500);
	}
}

/** Whether a ledger write whose answer was lost has been done: the owner and the state tell. */
export function hasLanded(key: string, next: LedgerRow, { deps }: Batch) {
	return async () => {
		const row = await deps.ledger.read(key);
		return (
			row !== "unavailable" &&
			row?.lastOwner === next.lastOwner &&
			row.state.kind === next.state.kind
		);
	};
}
