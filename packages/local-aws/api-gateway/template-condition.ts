import type { Scanner } from "./scanner.ts";
import type { Condition } from "./template-nodes.ts";
import type { ValueParser } from "./template-values.ts";

const OR = /\s*\|\|/y;
const AND = /\s*&&/y;
const NOT = /\s*!/y;
const OPEN = /\s*\(/y;
const CLOSE = /\s*\)/y;
const EQUAL = /\s*([=!])=\s*/y;
const SPACE = /\s*/y;

/** What stands in the brackets of an #if. @throws Error for what a local run does not have. */
export function parseCondition(
	source: Scanner,
	values: ValueParser,
): Condition {
	const operand = (): Condition => {
		if (source.take(NOT) !== undefined)
			return { kind: "not", condition: operand() };
		if (source.take(OPEN) !== undefined) {
			const condition = parseCondition(source, values);
			values.expect(CLOSE, "a condition");
			return condition;
		}
		source.take(SPACE);
		const left = values.value();
		const [, sign] = source.take(EQUAL) ?? [];
		if (sign === undefined) return { kind: "value", value: left };
		const equal: Condition = { kind: "equal", left, right: values.value() };
		return sign === "=" ? equal : { kind: "not", condition: equal };
	};
	const both = () => chain(source, { kind: "and", sign: AND, operand });
	return chain(source, { kind: "or", sign: OR, operand: both });
}

function chain(
	source: Scanner,
	{
		kind,
		sign,
		operand,
	}: {
		readonly kind: "and" | "or";
		readonly sign: RegExp;
		readonly operand: () => Condition;
	},
): Condition {
	const first = operand();
	const conditions = [first];
	while (source.take(sign) !== undefined) conditions.push(operand());
	return conditions.length === 1 ? first : { kind, conditions };
}
