import type { Condition, Value } from "./template-nodes.ts";
import { renderedText } from "./template-util.ts";

/** Whether a condition holds, as Velocity sees it. */
export function holds(
	condition: Condition,
	read: (value: Value) => unknown,
): boolean {
	switch (condition.kind) {
		case "value": {
			// Whatever is there holds, be it an empty text or 0.
			const value = read(condition.value) ?? false;
			return value !== false;
		}
		case "equal":
			return areEqual(read(condition.left), read(condition.right));
		case "not":
			return !holds(condition.condition, read);
		case "and":
			return condition.conditions.every((inner) => holds(inner, read));
		case "or":
			return condition.conditions.some((inner) => holds(inner, read));
	}
}

/** Values of different kinds are compared as texts; nothing is equal to nothing alone. */
function areEqual(left: unknown = null, right: unknown = null): boolean {
	return left === null || right === null
		? left === right
		: renderedText(left) === renderedText(right);
}
