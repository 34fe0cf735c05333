import { isObject } from "./json.ts";

/** Names and indices that a JSON path goes through: `$`, `$.a.b`, `$['a']`, `$.a[0]`. */
export type JsonPath = readonly (string | number)[];

const STEP = /\.([^\s.[\]()*'"]+)|\[(\d+)\]|\[(['"])([^'"]+)\3\]/y;

/** Undefined for a path with anything else: wildcards, filters, `..`. The leading `$.` may be left out. */
export function parseJsonPath(text: string): JsonPath | undefined {
	const steps = text.startsWith("$") ? text.slice(1) : `.${text}`;
	const path: (string | number)[] = [];
	let at = 0;
	while (at < steps.length) {
		STEP.lastIndex = at;
		const match = STEP.exec(steps);
		if (match === null) return undefined;
		at = STEP.lastIndex;
		const [, name, index, , quoted] = match;
		path.push(index === undefined ? (name ?? quoted ?? "") : Number(index));
	}
	return path;
}

/** What the path leads to; undefined when there is nothing. */
export function atJsonPath(value: unknown, path: JsonPath): unknown {
	return path.reduce<unknown>(
		(inner, key) =>
			isObject(inner) && Object.hasOwn(inner, key) ? inner[key] : undefined,
		value,
	);
}

const EVERY = /\.\*|\[\*\]/;

/**
 * What a path of EventBridge selects, which may have `*` for every entry: that gives a list. Undefined:
 * nothing is there, or the path has anything else.
 */
export function selectJson(value: unknown, path: string): unknown {
	const [first = "", ...rest] = path.split(EVERY);
	const steps = parseJsonPath(first);
	const found = steps && atJsonPath(value, steps);
	if (rest.length === 0) return found;
	if (!isObject(found)) return undefined;
	return Object.values(found)
		.map((entry) => selectJson(entry, `$${rest.join("[*]")}`))
		.filter((entry) => entry !== undefined);
}
