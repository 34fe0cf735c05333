import { toValue } from "liquidjs";
import { Refusal } from "./template.ts";

/** A value as a mail shows it. */
export function textOf(value: unknown): string {
	const plain: unknown = toValue(value);
	if (plain === undefined || plain === null) return "";
	if (Array.isArray(plain)) return plain.map(textOf).join("");
	// Liquid would print [object Object].
	if (typeof plain === "object")
		throw new Refusal("an object can't be printed: name one of its fields");
	return String(plain);
}

/** The same for HTML, inside an attribute too. */
export function escaped(value: unknown): string {
	return textOf(value).replace(
		/[&<>"']/g,
		(character) => ENTITIES[character] ?? character,
	);
}

const ENTITIES: Readonly<Record<string, string>> = {
	"&": "&amp;",
	"<": "&lt;",
	">": "&gt;",
	'"': "&quot;",
	"'": "&#39;",
};
