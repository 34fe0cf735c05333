/** One thing wrong with a message: where (JSON pointer) and a sentence that names what is allowed. */
export interface Problem {
	readonly pointer: string;
	readonly sentence: string;
}

/** Whoever mends so many sees the rest next. */
export const MOST_PROBLEMS = 20;

/** A problem in the one grammar that producers, operators and logs get. `text` never repeats a value. */
export function problem(pointer: string, text: string): Problem {
	return {
		pointer,
		sentence: `Cannot send the message as ${pointer === "" ? "its body" : pointer} is not allowed: ${text}.`,
	};
}

/** A key as a part of a JSON pointer; one that is an address is not named. */
export function escapePointer(key: string): string {
	const named = key.includes("@") ? "(an address)" : key.slice(0, 64);
	return named.replaceAll("~", "~0").replaceAll("/", "~1");
}

/** Names a value by its kind and size, never by its content: sentences end up in logs. */
export function describeValue(value: unknown): string {
	if (value === null) return "null";
	if (Array.isArray(value)) return `an array of ${value.length}`;
	switch (typeof value) {
		case "string":
			return value === ""
				? "an empty string"
				: `a string of ${value.length} characters`;
		case "number":
			return `the number ${value}`;
		case "boolean":
			return `the value ${value}`;
		case "object":
			return "an object";
		default:
			return "nothing";
	}
}
