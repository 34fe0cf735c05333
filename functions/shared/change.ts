import type { VersionedItem } from "./deps.ts";

/** What `change` needs of an item's value. */
interface Changeable {
	readonly version: number;
	/** Who wrote last, each write under a name of its own; the newest last. */
	readonly writers?: readonly string[];
}

const MOST_CONFLICTS = 10;
/** More than are likely to write between a write whose answer is lost and the look-up. */
const WRITERS_KEPT = 10;

/**
 * Lets an event happen to an item, whoever else writes it meanwhile: on a conflict the item is read, and the event
 * decided, again. A write without an answer is looked up by its writer's name: done twice, it could give back
 * twice, or double a back-off.
 *
 * @param event Pure; the very same object when it changes nothing.
 * @param options.from What was read before; else it is read.
 * @param options.isTime Whether a write, and a look whether it was done, can still end; else it is not tried.
 * @param options.pause Waits a little before a third try, so that those who conflict do not meet again.
 * @returns the item after it.
 */
export async function change<Item extends Changeable>(
	item: VersionedItem<Item>,
	event: (current: Item) => Item,
	{
		writer,
		from,
		isTime = () => true,
		pause = async () => {},
	}: {
		readonly writer: string;
		readonly from?: Item;
		readonly isTime?: () => boolean;
		readonly pause?: () => Promise<void>;
	},
): Promise<Item | "unavailable"> {
	let current = from ?? (await item.read());
	for (let conflicts = 0; conflicts < MOST_CONFLICTS; conflicts += 1) {
		if (current === "unavailable") return current;
		const changed = event(current);
		if (changed === current) return current;
		if (!isTime()) return "unavailable";
		const writers = [...(current.writers ?? []), writer].slice(-WRITERS_KEPT);
		const next = { ...changed, writers };
		const written = await item.write(next);
		if (written === "written") return next;
		// Whoever was first does not come again at once. What is read before a pause is old when it is written.
		if (written === "conflict" && conflicts > 0) await pause();
		current = await item.read();
		if (current === "unavailable") return current;
		if (current.writers?.includes(writer)) return current;
		if (written !== "conflict") return "unavailable";
	}
	return "unavailable";
}
