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
	for (const character of text) {
		if (octets(word + character) > MOST_BYTES) {
			words.push(word);
			word = "";
		}
		word += character;
	}
	return [...words, word]
		.map((each) => `=?UTF-8?B?${toBase64(each)}?=`)
		.join(" ");
}

/** How many octets its longest part without a space has. */
export function longestRun(text: string): number {
	return text
		.split(/[ \t]/)
		.reduce((longest, run) => Math.max(longest, octets(run)), 0);
}

function octets(text: string): number {
	return new TextEncoder().encode(text).length;
}
