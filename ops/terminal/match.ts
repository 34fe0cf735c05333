import { Misuse } from "../sender/target.ts";

/** Options that name some of the mail. */
export const MATCH_OPTIONS = {
	producer: { type: "string" },
	tag: { type: "string" },
	id: { type: "string" },
} as const;

export interface MatchOptions {
	readonly producer?: string | undefined;
	readonly tag?: string | undefined;
	readonly id?: string | undefined;
}

/** Says which mail is meant; undefined for all of it. @throws Misuse for an empty name */
export function checkMatch(match: MatchOptions): string | undefined {
	const { producer, tag, id } = match;
	for (const [name, value] of Object.entries({ producer, tag, id })) {
		if (value?.trim() === "")
			throw new Misuse(
				`Cannot use --${name} without a value: name whose mail is meant, such as --producer billing`,
			);
	}
	const parts = [
		...(producer === undefined ? [] : [`of ${producer}`]),
		...(tag === undefined ? [] : [`tagged ${tag}`]),
		...(id === undefined ? [] : [`with id ${id}`]),
	];
	return parts.length === 0 ? undefined : parts.join(" and ");
}
