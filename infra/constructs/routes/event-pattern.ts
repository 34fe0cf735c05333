/** The fields of an event; one that is there but undefined may have any value. */
export type KnownEvent = Readonly<Record<string, unknown>>;

/**
 * Whether an event pattern of EventBridge may take such an event. Where that can't be told, it may.
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
		if (!(field in event)) return takesAbsence(rule);
		const value = event[field];
		if (value === undefined) return true;
		if (Array.isArray(rule))
			return [value].flat().some((one) => rule.some((test) => fits(test, one)));
		return isObject(value) && mayMatch(rule, value);
	});
}

function takesAbsence(rule: unknown): boolean {
	return Array.isArray(rule)
		? rule.some((test) => isObject(test) && test.exists === false)
		: isObject(rule) && Object.values(rule).every(takesAbsence);
}

function fits(test: unknown, value: unknown): boolean {
	if (!isObject(test)) return test === value;
	const text = String(value);
	return Object.entries(test).every(([operator, operand]) => {
		switch (operator) {
			case "prefix":
				return isObject(operand) || text.startsWith(String(operand));
			case "suffix":
				return isObject(operand) || text.endsWith(String(operand));
			case "equals-ignore-case":
				return text.toLowerCase() === String(operand).toLowerCase();
			case "wildcard":
				return asExpression(String(operand)).test(text);
			case "anything-but":
				return ![operand].flat().some((not) => fits(not, value));
			case "exists":
				return operand !== false;
			default:
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
