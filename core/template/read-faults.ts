import {
	type Liquid,
	Output,
	type Template,
	Value,
	type Variable,
} from "liquidjs";
import { CLOCK_WORDS, DATE_FILTERS, NO_CLOCK } from "./dates.ts";
import type { ShapeStep } from "./schema-shape.ts";
import type { Scope } from "./scope.ts";
import type { TemplateFault } from "./template.ts";
import type { Argument } from "./variables.ts";

/** A fault in a file that the caller knows. */
export type PlacedFault = Omit<TemplateFault, "file">;

/** A variable that data may lack. */
export function variableFault(
	variable: Variable,
	step: ShapeStep | undefined,
): readonly PlacedFault[] {
	if (step === undefined || step.kind === "there") return [];
	const { row: line, col: column } = variable.location;
	const sentence =
		step.kind === "unknown"
			? `${variable} is not in schema.json: describe it under properties there, or correct its name`
			: `${variable} may be missing from data that schema.json allows: list it under required there, or give it a default such as null (for an element of an array: minItems)`;
	return [{ line, column, sentence }];
}

/** A date filter that is given the clock. */
export function clockFault(
	template: Template,
	argument: Argument,
	scope: Scope,
): readonly PlacedFault[] {
	if (!(argument instanceof Value)) return [];
	const { filters, initial } = argument;
	if (!DATE_FILTERS.has(filters[0]?.name ?? "")) return [];
	const [token, ...more] = initial.postfix;
	const shape = more.length === 0 ? scope.shapeOf(template, token) : undefined;
	const isClock = shape
		?.flat()
		.some(({ const: only }) => CLOCK_WORDS.has(only));
	return isClock === true ? [placed(template, NO_CLOCK)] : [];
}

/** An object that is printed as a whole: Liquid would write [object Object]. */
export function objectFault(
	template: Template,
	scope: Scope,
	engine: Liquid,
): readonly PlacedFault[] {
	if (!(template instanceof Output)) return [];
	const { initial, filters } = template.value;
	// The escape that HTML gets has no name.
	if (filters.some(({ name }) => Object.hasOwn(engine.filters, name)))
		return [];
	const [token, ...more] = initial.postfix;
	const shape = more.length === 0 ? scope.shapeOf(template, token) : undefined;
	return shape?.flat().some(({ type }) => [type].flat().includes("object")) ===
		true
		? [
				placed(
					template,
					`${token?.getText()} is an object: name one of its fields`,
				),
			]
		: [];
}

function placed({ token }: Template, sentence: string): PlacedFault {
	const [line = 1, column = 1] = token.getPosition();
	return { line, column, sentence };
}
