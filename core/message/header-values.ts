import {
	encodedWords,
	headerText,
	LONGEST_RUN,
	longestRun,
} from "./encoded-words.ts";

/** Headers whose values programs take apart: nothing in them is text. */
const STRUCTURED =
	/^(list-.*|in-reply-to|references|auto-submitted|precedence|importance|feedback-id)$/i;

/** Why no line could hold a header's value, if so. */
export function headerFault(name: string, value: string): string | undefined {
	const longest = longestRun(value);
	if (STRUCTURED.test(name) && longest > LONGEST_RUN)
		return `it has ${longest} bytes without a space; allowed are at most ${LONGEST_RUN}, the limit for a line of a mail`;
	return undefined;
}

/** A header's value as it is written. */
export function headerValue(name: string, value: string): string {
	if (!STRUCTURED.test(name)) return headerText(value);
	// RFC 2919: a phrase for people, then what programs know the list by.
	const [, phrase = "", id = ""] =
		(/^list-id$/i.test(name) && /^([^<>]*)(<[^<>]*>)\s*$/.exec(value)) || [];
	return /^[\x20-\x7E]*$/.test(phrase)
		? value
		: `${encodedWords(phrase.trim())} ${id}`;
}
