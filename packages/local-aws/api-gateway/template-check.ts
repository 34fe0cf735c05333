import { parseJsonPath } from "../json-path.ts";
import {
	CALLS,
	type Reference,
	type Step,
	VALUE_CALLS,
} from "./template-nodes.ts";

/** Whether a local run has all that a reference calls. */
export function checkReference(
	{ name, steps }: Reference,
	variables: ReadonlySet<string>,
): boolean {
	const [first, ...rest] = steps;
	if (variables.has(name)) return steps.every(isOfValue);
	switch (name) {
		case "input":
			return first !== undefined && isInput(first) && rest.every(isOfValue);
		case "util":
			return (
				first !== undefined &&
				isCall(first, CALLS.util) &&
				rest.every(isOfValue)
			);
		case "context":
		case "stageVariables":
			return first?.values === undefined && rest.every(isOfValue);
		default:
			return false;
	}
}

function isInput(step: Step): boolean {
	if (step.name === "body") return step.values === undefined;
	if (!isCall(step, CALLS.input)) return false;
	const [value] = step.values ?? [];
	return (
		step.name === "params" ||
		(value?.kind === "constant" &&
			parseJsonPath(String(value.value)) !== undefined)
	);
}

function isOfValue(step: Step): boolean {
	return step.values === undefined || isCall(step, VALUE_CALLS);
}

function isCall(
	{ name, values }: Step,
	calls: Readonly<Record<string, number>> = {},
): boolean {
	return Object.hasOwn(calls, name) && values?.length === calls[name];
}
