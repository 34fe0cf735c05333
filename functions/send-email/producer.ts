import { DEAD_LETTER_ATTRIBUTE } from "../../core/contract.ts";
import { readFacts } from "../../core/delivery/dead-letter.ts";
import type { Batch } from "./batch.ts";
import type { QueueRecord } from "./record.ts";

/** Who sent it first. What was redriven names its producer; whoever has a name speaks for nobody else. */
export function producerOf(record: QueueRecord, batch: Batch): string {
	const id = senderIdOf(record);
	const first = readFacts(record.attributes[DEAD_LETTER_ATTRIBUTE]?.value);
	return (
		grantedName(record, batch) ??
		first?.producer ??
		(id === "" ? "unknown" : id)
	);
}

/** The name that was given at a grant to whoever put this on the queue. */
export function grantedName(
	record: QueueRecord,
	{ deps }: Batch,
): string | undefined {
	return deps.config.producers[senderIdOf(record)];
}

function senderIdOf({ senderId }: QueueRecord): string {
	return senderId.split(":")[0] ?? "";
}
