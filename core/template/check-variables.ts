import {
	AssignTag,
	ForTag,
	type Liquid,
	type Template,
	toValueSync,
} from "liquidjs";
import type { Schema } from "./expand-schema.ts";
import {
	clockFault,
	objectFault,
	type PlacedFault,
	variableFault,
} from "./read-faults.ts";
import { schemaShapes } from "./schema-shape.ts";
import { Scope } from "./scope.ts";
import {
	type Argument,
	argumentsOf,
	bareToken,
	variablesIn,
} from "./variables.ts";

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
