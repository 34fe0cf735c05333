/** A JSON Schema, or a part of one. */
export type Schema = Readonly<Record<string, unknown>>;

/** What is known of a value: one of these lists of schemas holds, each as a whole. */
export type Shape = readonly (readonly Schema[])[];

const DEEPEST = 20;

/** Follows a schema's references, and writes out its alternatives. `null` is none: Liquid reads nothing from it. */
export function expandSchema(schema: Schema, root: Schema, depth = 0): Shape {
	if (depth > DEEPEST) return [[]];
	const parts = (key: string) =>
		listOf(schema[key])
			.filter(isSchema)
			.filter(({ type }) => type !== "null")
			.map((part) => expandSchema(part, root, depth + 1));
	const target = follow(schema.$ref, root);
	return both([
		[[schema]],
		...(target === undefined ? [] : [expandSchema(target, root, depth + 1)]),
		...parts("allOf"),
		...["anyOf", "oneOf"]
			.map((key) => parts(key).flat())
			.filter(({ length }) => length > 0),
	]);
}

/** Every combination of the alternatives of each. */
export function both(shapes: readonly Shape[]): Shape {
	return shapes.reduce<Shape>(
		(sofar, shape) =>
			sofar.flatMap((all) => shape.map((more) => [...all, ...more])),
		[[]],
	);
}

/** The schema under this very key; a boolean one says nothing. */
export function ownSchema(value: unknown, key: string): readonly Schema[] {
	if (!isSchema(value) || !Object.hasOwn(value, key)) return [];
	const found = value[key];
	return isSchema(found) ? [found] : [{}];
}

export function isSchema(value: unknown): value is Schema {
	return typeof value === "object" && value !== null && !Array.isArray(value);
}

export function listOf(value: unknown): readonly unknown[] {
	return Array.isArray(value) ? value : [];
}

function follow(ref: unknown, root: Schema): Schema | undefined {
	if (typeof ref !== "string" || !ref.startsWith("#")) return undefined;
	return decodeURIComponent(ref)
		.split("/")
		.slice(1)
		.map((name) => name.replaceAll("~1", "/").replaceAll("~0", "~"))
		.reduce<Schema | undefined>(
			(schema, name) => ownSchema(schema, name)[0],
			root,
		);
}
