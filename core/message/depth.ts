/** How deep objects and arrays lie in one another; 0 for anything else. Without recursion: the depth may be a million. */
export function depthOf(value: unknown): number {
	let depth = 0;
	for (let level = [value].filter(isNested); level.length > 0; depth += 1)
		level = level
			.flatMap((one) => Object.values(one) as unknown[])
			.filter(isNested);
	return depth;
}

function isNested(value: unknown): value is object {
	return typeof value === "object" && value !== null;
}
