import type { Match } from "../../core/breaker/holds.ts";
import { Misuse } from "../sender/target.ts";

/** Options that name some of the mail. */
export const MATCH_OPTIONS = {
	producer: { type: "string" },
	tag: { type: "string" },
	id: { type: "string" },
} as const;

type MatchOptions = { readonly [Name in keyof Match]?: string | undefined };

/** Says which mail is meant; undefined for all of it. @throws Misuse for an empty name */
export function checkMatch(match: MatchOptions): string | undefined {
	for (const [name, value] of Object.entries(match)) {
		if (value?.trim() === "")
			throw new Misuse(
				`Cannot use --${name} without a value: name whose mail is meant, such as --producer billing`,
			);
	}
	return matchText(match) || undefined;
}

/** `of billing and tagged loop`; nothing when all mail is meant. */
export function matchText({ producer, tag, id }: MatchOptions): string {
	return [
		...(producer === undefined ? [] : [`of ${producer}`]),
		...(tag === undefined ? [] : [`tagged ${tag}`]),
		...(id === undefined ? [] : [`with id ${id}`]),
	].join(" and ");
}
