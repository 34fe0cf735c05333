/**
 * The value at a path such as `$.body.items[3].name`; undefined when there is none, or the path has
 * more than names and indices.
 */
export function atPath(value: unknown, path: string): unknown {
	if (!/^\$(\.[^.[\]]+|\[\d+\])*$/.test(path)) return undefined;
	const keys = path.match(/[^.[\]]+/g)?.slice(1) ?? [];
	return keys.reduce<unknown>(
		(found, key) =>
			typeof found === "object" && found !== null && Object.hasOwn(found, key)
				? (found as Record<string, unknown>)[key]
				: undefined,
		value,
	);
}
