import { toBase64 } from "../base64.ts";

/** RFC 2047: an encoded word has 75 characters at most, so that 45 bytes of base64 fit. */
const MOST_BYTES = 45;

/** RFC 5322 allows 998 octets a line, and a line is folded at spaces alone. */
export const LONGEST_RUN = 900;

/**
 * An unstructured header's text: as it is, or as encoded words of our own when a reader would take a part of it for
 * one, or when no line could hold it. Other characters than ASCII are the composer's to encode.
 */
export function headerText(text: string): string {
	return text.includes("=?") || longestRun(text) > LONGEST_RUN
		? encodedWords(text)
		: text;
}

/** Text as RFC 2047's encoded words, none of which splits a character. */
export function encodedWords(text: string): string {
	const words: string[] = [];
	let word = "";
	let length = 0;
	for (const character of text) {
		const more = octets(character);
		if (length + more > MOST_BYTES) {
			words.push(word);
			word = "";
			length = 0;
		}
		word += character;
		length += more;
	}
	return [...words, word]
		.map((each) => `=?UTF-8?B?${toBase64(each)}?=`)
		.join(" ");
}

/** How many octets its longest part without a space has. */
export function longestRun(text: string): number {
	let longest = 0;
	let length = 0;
	for (const character of text) {
		length = /[ \t]/.test(character) ? 0 : length + octets(character);
		longest = Math.max(longest, length);
	}
	return longest;
}

/** Of one character in UTF-8. */
function octets(character: string): number {
	const code = character.codePointAt(0) ?? 0;
	if (code < 0x80) return 1;
	if (code < 0x800) return 2;
	return code < 0x10000 ? 3 : 4;
}
