import type { Match } from "../../core/breaker/holds.ts";

/** Whether two rules are for the same messages. */
export function isSame(a: Match, b: Match): boolean {
	return a.producer === b.producer && a.tag === b.tag && a.id === b.id;
}

export function matchOf({ producer, tag, id }: Match): Match {
	return {
		...(producer === undefined ? {} : { producer }),
		...(tag === undefined ? {} : { tag }),
		...(id === undefined ? {} : { id }),
	};
}

/** Which messages, in words; undefined: all of them. */
export function namesOf({ producer, tag, id }: Match): string | undefined {
	const parts = [
		...(producer === undefined ? [] : [`of ${producer}`]),
		...(tag === undefined ? [] : [`tagged ${tag}`]),
		...(id === undefined ? [] : [`with id ${id}`]),
	];
	return parts.length === 0 ? undefined : parts.join(" and ");
}
