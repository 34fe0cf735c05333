/** What a text is as JSON; undefined for what is none. */
export function jsonOf(text: string): unknown {
	try {
		return JSON.parse(text);
	} catch {
		return undefined;
	}
}

/** Whether a value is an object or a list. */
export function isObject(
	value: unknown,
): value is Readonly<Record<string | number, unknown>> {
	return typeof value === "object" && value !== null;
}
