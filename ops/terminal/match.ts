import type { Match } from "../../core/breaker/holds.ts";
import { Misuse } from "../sender/target.ts";

/** Options that select some of the mail. */
export const MATCH_OPTIONS = {
	producer: { type: "string" },
	tag: { type: "string" },
	id: { type: "string" },
} as const;

type MatchOptions = { readonly [Name in keyof Match]?: string | undefined };

/** Describes the selected mail; undefined for all mail. @throws Misuse for an empty name */
export function checkMatch(match: MatchOptions): string | undefined {
	for (const [name, value] of Object.entries(match)) {
		if (value?.trim() === "")
			throw new Misuse(
				`Cannot use --${name} without a value: specify one, such as --producer billing`,
			);
	}
	return matchText(match) || undefined;
}

/** `of billing and tagged loop`; empty for all mail. */
export function matchText({ producer, tag, id }: MatchOptions): string {
	return [
		...(producer === undefined ? [] : [`of ${producer}`]),
		...(tag === undefined ? [] : [`tagged ${tag}`]),
		...(id === undefined ? [] : [`with id ${id}`]),
	].join(" and ");
}
