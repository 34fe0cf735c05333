/** What is known of an event; a field that is missing may have any value. */
export type KnownEvent = Readonly<Record<string, unknown>>;

/**
 * Whether an event pattern of EventBridge may take an event of which these fields are known.
 *
 * @param pattern As in the template, its references as text.
 */
export function mayMatch(pattern: unknown, event: KnownEvent): boolean {
	if (!isObject(pattern)) return true;
	return Object.entries(pattern).every(([field, rule]) => {
		if (field === "$or")
			return (
				!Array.isArray(rule) || rule.some((either) => mayMatch(either, event))
			);
		const value = event[field];
		if (value === undefined) return true;
		if (Array.isArray(rule))
			return [value].flat().some((one) => rule.some((test) => fits(test, one)));
		return !isObject(value) || mayMatch(rule, value);
	});
}

function fits(test: unknown, value: unknown): boolean {
	if (!isObject(test)) return test === value;
	const text = String(value);
	return Object.entries(test).every(([operator, operand]) => {
		switch (operator) {
			case "prefix":
				return text.startsWith(String(operand));
			case "suffix":
				return text.endsWith(String(operand));
			case "equals-ignore-case":
				return text.toLowerCase() === String(operand).toLowerCase();
			case "wildcard":
				return asExpression(String(operand)).test(text);
			case "anything-but":
				return ![operand].flat().some((not) => fits(not, value));
			case "exists":
				return operand !== false;
			default:
				// Better refuse a rule too many than let a loop through.
				return true;
		}
	});
}

function asExpression(wildcard: string): RegExp {
	const parts = wildcard
		.split("*")
		.map((part) => part.replace(/[.+?^${}()|[\]\\]/g, "\\$&"));
	return new RegExp(`^${parts.join(".*")}$`, "s");
}

function isObject(value: unknown): value is KnownEvent {
	return typeof value === "object" && value !== null && !Array.isArray(value);
}
