import type { Quota } from "../../../core/quota/reserve.ts";
import type { Deps } from "../deps.ts";

/** More than are likely to write between a write whose answer is lost and the look-up. */
const WRITERS_KEPT = 10;

/**
 * Writes what was used. A write without an answer is looked up: done twice, room that was given back
 * would be given back again, and more be sent than Google allows.
 *
 * @returns what the table holds when somebody else was first.
 */
export async function writeQuota(
	next: Quota,
	{ quota, newId }: Pick<Deps, "quota" | "newId">,
): Promise<"written" | "unavailable" | Quota> {
	const writer = newId();
	const writers = [...(next.writers ?? []), writer].slice(-WRITERS_KEPT);
	const written = await quota.write({ ...next, writers });
	if (written === "written") return written;
	const current = await quota.read();
	if (current === "unavailable") return current;
	if (current.writers?.includes(writer)) return "written";
	return written === "conflict" ? current : written;
}
