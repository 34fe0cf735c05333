import { toValue } from "liquidjs";
import { RenderRefusal } from "./template.ts";

/** A value as a mail shows it. */
export function printedText(value: unknown): string {
	const plain: unknown = toValue(value);
	if (plain === undefined || plain === null) return "";
	if (Array.isArray(plain)) return plain.map(printedText).join("");
	// Liquid would print [object Object].
	if (typeof plain === "object")
		throw new RenderRefusal(
			"an object can't be printed: name one of its fields",
		);
	return String(plain);
}

/** The same for HTML, inside an attribute too. */
export function escaped(value: unknown): string {
	return printedText(value).replace(
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
