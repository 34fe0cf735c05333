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
