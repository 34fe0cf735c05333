type Path = readonly (string | number)[];

/** What lies at a path of an event that nobody has checked; own properties only. */
export function at(root: unknown, ...path: Path): unknown {
	let value = root;
	for (const key of path) {
		if (typeof value !== "object" || value === null) return undefined;
		value = Object.getOwnPropertyDescriptor(value, key)?.value;
	}
	return value;
}

/** The text at a path, numbers and booleans written out; undefined for everything else and for nothing. */
export function textAt(root: unknown, ...path: Path): string | undefined {
	const value = at(root, ...path);
	if (typeof value === "number" || typeof value === "boolean")
		return String(value);
	return typeof value === "string" && value.trim() !== "" ? value : undefined;
}

/** The array at a path; empty when there is none. */
export function listAt(root: unknown, ...path: Path): readonly unknown[] {
	const value = at(root, ...path);
	return Array.isArray(value) ? value : [];
}

/** What a table has for a name that comes from an event: never what every object inherits. */
export function entryOf<Value>(
	table: Readonly<Record<string, Value>>,
	name: string | undefined,
): Value | undefined {
	return name !== undefined && Object.hasOwn(table, name)
		? table[name]
		: undefined;
}
