import type { Breaker, HistoryEntry } from "./breaker.ts";

const HISTORY_KEPT = 40;

/** The history with more entries. */
export function noted(
	{ history }: Breaker,
	...entries: readonly HistoryEntry[]
): Pick<Breaker, "history"> {
	return { history: [...history, ...entries].slice(-HISTORY_KEPT) };
}
