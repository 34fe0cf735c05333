import {
	type ProducerNames,
	withGranted,
} from "../../../core/delivery/producer-names.ts";
import type { Batch } from "../batch.ts";
import { changeItem } from "../change-item.ts";

/** The names that roles have ever been granted, with those of now: read, and written if need be, once an environment. */
export async function knownNames(
	batch: Batch,
): Promise<ProducerNames | "unavailable"> {
	const { memory, deps } = batch;
	if (memory.names !== undefined) return memory.names;
	const names = await changeItem(
		deps.names,
		(known) => withGranted(known, deps.config.producers, deps.clock.now()),
		batch,
	);
	if (names !== "unavailable") memory.names = names;
	return names;
}
