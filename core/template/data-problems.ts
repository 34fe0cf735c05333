import type { ErrorObject } from "ajv/dist/2020.js";
import {
	describeValue,
	MOST_PROBLEMS,
	type Problem,
	problem,
} from "../message/problem.ts";

/** Keywords that only say that others failed. */
const SUMMARIES: ReadonlySet<string> = new Set(["if", "allOf"]);

/** What is wrong with a message's data, in sentences without a value of it. */
export function dataProblems(
	errors: readonly ErrorObject[],
): readonly Problem[] {
	return errors
		.filter(({ keyword }) => !SUMMARIES.has(keyword))
		.slice(0, MOST_PROBLEMS)
		.map(problemOf);
}

function problemOf({
	keyword,
	params,
	instancePath,
	message = "fit the schema",
	data,
}: ErrorObject): Problem {
	switch (keyword) {
		case "required":
		case "dependentRequired":
			return problem(
				pointerOf(instancePath, params.missingProperty),
				"the field is missing; the template needs it",
			);
		case "additionalProperties":
		case "unevaluatedProperties":
			return problem(
				pointerOf(
					instancePath,
					params.additionalProperty ?? params.unevaluatedProperty,
				),
				"the template's schema does not know the field; remove it or correct its name",
			);
		case "propertyNames":
			return problem(
				pointerOf(instancePath, params.propertyName),
				"the template's schema does not allow a field of that name; remove it or correct its name",
			);
		case "enum":
			return problem(
				pointerOf(instancePath),
				`got ${kindOf(data)}; allowed is one of ${list(params.allowedValues)}`,
			);
		case "const":
			return problem(
				pointerOf(instancePath),
				`got ${kindOf(data)}; allowed is ${JSON.stringify(params.allowedValue)}`,
			);
		default:
			return problem(
				pointerOf(instancePath),
				`got ${kindOf(data)}; by the template's schema it ${message}`,
			);
	}
}

/** JSON pointer into the message; a name that may be somebody's address is left out. */
export function pointerOf(instancePath: string, field?: unknown): string {
	const last = field === undefined ? [] : [escapePointer(String(field))];
	const names = [...instancePath.split("/").slice(1), ...last];
	return ["/data", ...names.map(harmless)].join("/");
}

function harmless(name: string): string {
	return name.includes("@") ? "(an address)" : name.slice(0, 64);
}

function escapePointer(name: string): string {
	return name.replaceAll("~", "~0").replaceAll("/", "~1");
}

// Which number it is may be somebody's secret.
function kindOf(value: unknown): string {
	return typeof value === "number" || typeof value === "boolean"
		? `a ${typeof value}`
		: describeValue(value);
}

function list(values: unknown): string {
	const all = Array.isArray(values) ? values : [values];
	return all.map((value) => JSON.stringify(value)).join(", ");
}
