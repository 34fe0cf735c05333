import { change } from "../shared/change.ts";
import type { VersionedItem } from "../shared/deps.ts";
import type { Batch } from "./batch.ts";
import { CALLS, isTimeFor } from "./deadline.ts";

const LONGEST_PAUSE_MS = 50;

/** Lets an event happen to an item of the mailbox, as long as the batch has time for it; see `change`. */
export function changeItem<
	Item extends {
		readonly version: number;
		readonly writers?: readonly string[];
	},
>(
	item: VersionedItem<Item>,
	event: (current: Item) => Item,
	batch: Batch,
	{
		writer = batch.deps.newId(),
		from,
	}: { readonly writer?: string; readonly from?: Item } = {},
): Promise<Item | "unavailable"> {
	const { deps } = batch;
	return change(item, event, {
		writer,
		...(from === undefined ? {} : { from }),
		isTime: () => isTimeFor(CALLS.change - 1, batch),
		pause: () => deps.sleep(deps.random() * LONGEST_PAUSE_MS),
	});
}
