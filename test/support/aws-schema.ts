/** A command line that AWS CLI 2 would not take. */
export class Refused extends Error {}

/** A type as the SDK's clients hold it: a number, a row, or a pair with its traits. */
export type Schema = number | string | (() => Schema) | readonly unknown[];

export type Type =
	| { readonly kind: "text" | "blob" | "number" | "flag" | "other" }
	| { readonly kind: "list"; readonly of: Schema }
	| { readonly kind: "map"; readonly of: Schema }
	| {
			readonly kind: "structure";
			readonly members: Readonly<Record<string, Schema>>;
			readonly required: readonly string[];
	  };

export const TEXT = 0;
export const NUMBER = 1;
const SIMPLE: Readonly<Record<number, Type>> = {
	[TEXT]: { kind: "text" },
	[NUMBER]: { kind: "number" },
	2: { kind: "flag" },
	21: { kind: "blob" },
	42: { kind: "blob" },
};
const LIST_OF = 64;
const MAP_OF = 128;

export function typeOf(schema: Schema): Type {
	if (typeof schema === "function") return typeOf(schema());
	// What has no input or no output.
	if (typeof schema === "string") return typeOf(structure({}));
	if (typeof schema === "number") {
		if (schema >= MAP_OF) return { kind: "map", of: schema - MAP_OF };
		if (schema >= LIST_OF) return { kind: "list", of: schema - LIST_OF };
		return SIMPLE[schema] ?? { kind: "other" };
	}
	if (schema.length === 2) return typeOf(schema[0] as Schema);
	const [kind, , , , first, second, required] = schema;
	if (kind === 0) return typeOf(first as Schema);
	if (kind === 1) return { kind: "list", of: first as Schema };
	if (kind === 2) return { kind: "map", of: second as Schema };
	const names = first as readonly string[];
	return {
		kind: "structure",
		members: Object.fromEntries(
			names.map((name, at) => [name, (second as readonly Schema[])[at] ?? 0]),
		),
		required: names.slice(0, Number(required ?? 0)),
	};
}

/** A row of a structure, the required members first. */
export function structure(
	members: Readonly<Record<string, Schema>>,
	required = 0,
): Schema {
	const [names, types] = [Object.keys(members), Object.values(members)];
	return [3, "", "", 0, names, types, required];
}

export function membersOf(schema: Schema): Readonly<Record<string, Schema>> {
	const type = typeOf(schema);
	return type.kind === "structure" ? type.members : {};
}

/** What an option's words stand for: JSON, `Key=value,Other=value`, or themselves. @throws Refused */
export function readWords(
	schema: Schema,
	words: readonly string[],
	name: string,
): unknown {
	const type = typeOf(schema);
	const [word = ""] = words;
	const isMade = ["list", "map", "structure"].includes(type.kind);
	if (isMade && /^[[{]/.test(word)) return readJson(word, name);
	if (type.kind === "list")
		return words.map((one) => readWords(type.of, [one], name));
	if (!isMade) return word;
	const pairs = word.split(",").map((pair) => pair.split(/=(.*)/, 2));
	if (pairs.some(({ length }) => length < 2))
		throw new Refused(`${name} is neither JSON nor Key=value: ${word}`);
	return Object.fromEntries(pairs);
}

export function readJson(text: string, name: string): unknown {
	try {
		return JSON.parse(text);
	} catch (error) {
		throw new Refused(`${name} is no JSON: ${error}`);
	}
}

/** The value as the SDK takes it, with numbers for their digits. @throws Refused when it is of another type. */
export function fit(schema: Schema, value: unknown, name: string): unknown {
	const type = typeOf(schema);
	switch (type.kind) {
		case "text":
		case "blob":
			if (typeof value === "string") return value;
			break;
		case "number":
			if (value !== "" && Number.isFinite(Number(value))) return Number(value);
			break;
		case "flag":
			if (/^(true|false)$/.test(String(value))) return String(value) === "true";
			break;
		case "list":
			if (Array.isArray(value))
				return value.map((one) => fit(type.of, one, name));
			break;
		case "map":
		case "structure":
			if (isObject(value)) return fitMembers(type, value, name);
			break;
		case "other":
			return value;
	}
	throw new Refused(`${name} is no ${type.kind}: ${JSON.stringify(value)}`);
}

function fitMembers(
	type: Extract<Type, { readonly kind: "map" | "structure" }>,
	value: object,
	name: string,
): unknown {
	const needed = type.kind === "map" ? [] : type.required;
	const missing = needed.find((member) => !(member in value));
	if (missing !== undefined) throw new Refused(`${name} needs ${missing}`);
	return Object.fromEntries(
		Object.entries(value).map(([key, one]) => {
			const of = type.kind === "map" ? type.of : type.members[key];
			if (of === undefined) throw new Refused(`${name} has no ${key}`);
			return [key, fit(of, one, `${name} ${key}`)];
		}),
	);
}

function isObject(value: unknown): value is object {
	return typeof value === "object" && value !== null && !Array.isArray(value);
}
