import {
	AssignTag,
	ForTag,
	type Liquid,
	Output,
	type Template,
	toValueSync,
	Value,
	type Variable,
} from "liquidjs";
import { CLOCK_WORDS, DATE_FILTERS, NO_CLOCK } from "./dates.ts";
import type { Schema } from "./expand-schema.ts";
import type { Fault } from "./fault.ts";
import { type Step, schemaShapes } from "./schema-shape.ts";
import { Scope } from "./scope.ts";
import {
	type Argument,
	argumentsOf,
	bareToken,
	variablesIn,
} from "./variables.ts";

type PlacedFault = Omit<Fault, "file">;

/** Follows every variable of a parsed file through the schema: data that fits it has to have them all. */
export function checkVariables(
	templates: readonly Template[],
	schema: Schema,
	engine: Liquid,
): readonly PlacedFault[] {
	const scope = new Scope(schemaShapes(schema));
	return templates.flatMap((template) => check(template, scope, engine));
}

function check(
	template: Template,
	scope: Scope,
	engine: Liquid,
): readonly PlacedFault[] {
	const args = argumentsOf(template);
	const faults = [
		...variablesIn(template, args)
			.filter(({ segments: [root] }) => !isContinue(template, root))
			.flatMap((variable) => variableFault(variable, scope.trace(variable))),
		...args.flatMap((argument) => clockFault(template, argument, scope)),
		...objectFault(template, scope, engine),
	];
	for (const name of template.localScope?.() ?? []) {
		const [value] = args;
		const isCopy = template instanceof AssignTag && value !== undefined;
		scope.assign(
			name.content,
			isCopy ? scope.shapeOf(template, bareToken(value)) : undefined,
		);
	}
	const inner = scopeInside(template, args, scope);
	const children = template.children?.(false, true);
	return [
		...faults,
		...(children === undefined ? [] : toValueSync(children)).flatMap((child) =>
			check(child, inner, engine),
		),
	];
}

function scopeInside(
	template: Template,
	[collection]: readonly Argument[],
	scope: Scope,
): Scope {
	const [variable, loop] = template.blockScope?.() ?? [];
	if (variable === undefined || collection === undefined) return scope;
	return scope.inside(
		new Map([
			[loop ?? "forloop", undefined],
			[variable, scope.elementOf(template, bareToken(collection))],
		]),
	);
}

// {% for … offset: continue %} names no variable.
function isContinue(template: Template, root: unknown): boolean {
	return template instanceof ForTag && root === "continue";
}

function variableFault(
	variable: Variable,
	step: Step | undefined,
): readonly PlacedFault[] {
	if (step === undefined || step.kind === "there") return [];
	const { row: line, col: column } = variable.location;
	const sentence =
		step.kind === "unknown"
			? `${variable} is not in schema.json: describe it under properties there, or correct its name`
			: `${variable} may be missing from data that schema.json allows: list it under required there, or give it a default such as null (for an element of an array: minItems)`;
	return [{ line, column, sentence }];
}

function clockFault(
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

// Liquid would print [object Object].
function objectFault(
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
