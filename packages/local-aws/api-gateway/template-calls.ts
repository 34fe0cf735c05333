import { renderedText } from "./template-util.ts";

/** What a call gives on a value, as on Java's; undefined when it has no such call. */
export function callOn(
	value: unknown,
	name: string,
	parameters: readonly unknown[],
): unknown {
	const [from = "", to = ""] = parameters.map(renderedText);
	switch (name) {
		case "containsKey":
			return isObject(value) ? Object.hasOwn(value, from) : undefined;
		case "get":
			return Array.isArray(value) || isObject(value)
				? Object.entries(value).find(([key]) => key === from)?.[1]
				: undefined;
		case "isEmpty":
			return sizeOf(value) === undefined ? undefined : sizeOf(value) === 0;
		case "size":
			return typeof value === "string" ? undefined : sizeOf(value);
		case "replace":
			return renderedText(value).replaceAll(from, () => to);
		case "replaceAll":
			// A backslash in Java's replacement takes the next character as it is.
			return renderedText(value).replaceAll(
				new RegExp(from, "g"),
				to.replace(/\\(.)/g, "$1"),
			);
		case "trim":
			return renderedText(value).trim();
		default:
			return renderedText(value);
	}
}

function isObject(value: unknown): value is object {
	return typeof value === "object" && value !== null && !Array.isArray(value);
}

function sizeOf(value: unknown): number | undefined {
	if (typeof value === "string") return value.length;
	return typeof value === "object" && value !== null
		? Object.keys(value).length
		: undefined;
}
