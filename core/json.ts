/** A JSON object that nobody has checked yet. */
export type JsonObject = Readonly<Record<string, unknown>>;

export type ReadJson =
	| { readonly kind: "json"; readonly value: unknown }
	| { readonly kind: "not-json" }
	/** It may be JSON, and reading it would take too much. `text` says what is allowed. */
	| { readonly kind: "refused"; readonly text: string };

/** More than any event of AWS has, and far from what memory or a recursion could not take. */
const MOST_DEPTH = 64;
const MOST_VALUES = 200_000;

/** Reads a stranger's JSON. Nothing can interrupt the parser, so its work is counted before. */
export function readJson(text: string): ReadJson {
	const fault = workFault(text);
	if (fault !== undefined) return { kind: "refused", text: fault };
	try {
		return { kind: "json", value: JSON.parse(text) };
	} catch {
		return { kind: "not-json" };
	}
}

/** The value of a stranger's JSON; undefined when it is none that is read. */
export function jsonIn(text: string): unknown {
	const read = readJson(text);
	return read.kind === "json" ? read.value : undefined;
}

export function isObject(value: unknown): value is JsonObject {
	return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** How many of the names an object has itself. */
export function countOf(object: JsonObject, names: readonly string[]): number {
	return names.filter((name) => Object.hasOwn(object, name)).length;
}

const TOO_DEEP = `it is nested more than ${MOST_DEPTH} levels deep; allowed are at most ${MOST_DEPTH}: send less detail`;
const TOO_MANY = `it has more than ${MOST_VALUES.toLocaleString("en-US")} objects, arrays and entries; allowed are at most as many: send less detail, or put it into a file`;

function workFault(text: string): string | undefined {
	let depth = 0;
	let values = 0;
	for (let at = 0; at < text.length; at += 1) {
		switch (text[at]) {
			case '"':
				at = endOfString(text, at);
				break;
			case "{":
			case "[":
				depth += 1;
				values += 1;
				break;
			case "}":
			case "]":
				depth -= 1;
				break;
			case ",":
			case ":":
				values += 1;
				break;
		}
		if (depth > MOST_DEPTH) return TOO_DEEP;
		if (values > MOST_VALUES) return TOO_MANY;
	}
	return undefined;
}

/** Where the string ends that begins here; behind the text when it does not. */
function endOfString(text: string, start: number): number {
	for (let at = start; ; ) {
		at = text.indexOf('"', at + 1);
		if (at < 0) return text.length;
		let before = at - 1;
		while (text[before] === "\\") before -= 1;
		if ((at - before) % 2 === 1) return at;
	}
}
