import type { Breaker, HistoryEntry } from "./breaker.ts";

/** Entries, and characters of a reply: all of them have to fit into the item. */
const HISTORY_KEPT = 40;
const REPLY_KEPT = 300;

/** The history with more entries. */
export function noted(
	{ history }: Breaker,
	...entries: readonly HistoryEntry[]
): Pick<Breaker, "history"> {
	return { history: [...history, ...entries.map(short)].slice(-HISTORY_KEPT) };
}

function short(entry: HistoryEntry): HistoryEntry {
	const { reply } = entry;
	return reply === undefined
		? entry
		: { ...entry, reply: reply.slice(0, REPLY_KEPT) };
}
