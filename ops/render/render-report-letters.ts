import type { DiscardOnRecord } from "../dead-letters/discards.ts";
import type { Doubt } from "../dead-letters/doubts.ts";
import type { IndexEntry } from "../sender/dead-index.ts";
import { utc } from "../terminal/duration-text.ts";
import { markdownTable } from "../terminal/markdown.ts";

/** One dead letter in a report, without address and content. */
export type DeadEntry = Omit<IndexEntry, "pk">;

export function deadTable(letters: readonly DeadEntry[]): string {
	if (letters.length === 0) return "None in this time.";
	const rows = countBy(letters, ({ cause }) => cause).map(([cause, count]) => {
		const own = letters.filter((letter) => letter.cause === cause);
		const producers = countBy(own, ({ producer = "not known" }) => producer);
		return [
			cause,
			String(count),
			utc(own[0]?.at ?? 0),
			utc(own.at(-1)?.at ?? 0),
			producers.map(([name, some]) => `${name} ${some}`).join(", "),
		];
	});
	return markdownTable(
		["Cause", "Messages", "First", "Last", "Producers"],
		rows,
	);
}

/** Mail that may have been sent twice. */
export function doubtsTable(doubts: readonly Doubt[]): string {
	if (doubts.length === 0) return "None in this time.";
	const rows = doubts.map(({ at, id, producer, state }) => [
		utc(at),
		id,
		producer,
		state,
	]);
	return markdownTable(["Time", "Message", "Producer", "State"], rows);
}

export function discardsTable(discards: readonly DiscardOnRecord[]): string {
	if (discards.length === 0) return "None in this time.";
	const same = ({ who, reason, cause }: DiscardOnRecord) =>
		JSON.stringify([cause, who, reason]);
	const rows = [...Map.groupBy(discards, same).values()].map((own) => {
		const { cause = "", who = "", reason = "", at = "" } = own.at(-1) ?? {};
		return [cause, String(own.length), at.slice(0, 19), who, reason];
	});
	return markdownTable(["Cause", "Messages", "Last", "By", "Why"], rows);
}

/** How often each name occurs, the most frequent first. */
export function countBy<T>(
	all: readonly T[],
	name: (one: T) => string,
): readonly (readonly [string, number])[] {
	return [...Map.groupBy(all, name)]
		.map(([which, some]) => [which, some.length] as const)
		.toSorted(([, a], [, b]) => b - a);
}
