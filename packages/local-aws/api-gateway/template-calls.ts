import { isObject } from "../json.ts";
import { atJsonPath } from "../json-path.ts";

/** `$util.<name>(text)` of a mapping template. */
export const UTIL: Readonly<Record<string, (text: string) => string>> = {
	urlEncode: (text) => new URLSearchParams([["", text]]).toString().slice(1),
	urlDecode: (text) => decodeURIComponent(text.replaceAll("+", " ")),
	base64Encode: (text) => Buffer.from(text).toString("base64"),
	base64Decode: (text) => Buffer.from(text, "base64").toString("utf8"),
	// As Java's StringEscapeUtils: it escapes a single quote, too, which JSON does not allow.
	escapeJavaScript: (text) =>
		text.replace(/[^ -~]|['"\\/]/g, (character) => {
			const named = "\b\n\t\f\r'\"\\/".indexOf(character);
			if (named >= 0) return `\\${"bntfr'\"\\/"[named]}`;
			const code = character.charCodeAt(0).toString(16).toUpperCase();
			return `\\u${code.padStart(4, "0")}`;
		}),
};

/** What a call gives on a value, as on Java's; undefined when the value has no such call. */
export const CALLS: Readonly<
	Record<string, (on: unknown, from: string, to: string) => unknown>
> = {
	containsKey: (on, key) =>
		isObject(on) && !Array.isArray(on) ? Object.hasOwn(on, key) : undefined,
	get: (on, key) => atJsonPath(on, [key]),
	isEmpty: (on) =>
		isObject(on) || typeof on === "string"
			? Object.keys(on).length === 0
			: undefined,
	size: (on) => (isObject(on) ? Object.keys(on).length : undefined),
	replace: (on, from, to) => renderedText(on).replaceAll(from, () => to),
	// A backslash in Java's replacement takes the next character as it is.
	replaceAll: (on, from, to) =>
		renderedText(on).replaceAll(
			new RegExp(from, "g"),
			to.replace(/\\(.)/g, "$1"),
		),
	trim: (on) => renderedText(on).trim(),
	toString: renderedText,
};

/** How a value stands in a rendered text: nothing for what is not there. */
export function renderedText(value: unknown): string {
	if (value === undefined || value === null) return "";
	return typeof value === "object" ? JSON.stringify(value) : String(value);
}
