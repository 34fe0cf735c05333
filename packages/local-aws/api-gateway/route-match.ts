/** The parameters of a path that is one of a pattern's (`/mail/{id}`, `/{proxy+}`); undefined: it is none. */
export function matchPath(
	pattern: string,
	path: string,
): Record<string, string> | undefined {
	const wanted = partsOf(pattern);
	const given = partsOf(path);
	const parameters: Record<string, string> = {};
	for (const [index, part] of wanted.entries()) {
		const [, name, greedy] = /^\{([^}+]+)(\+)?\}$/.exec(part) ?? [];
		const value = given[index];
		if (value === undefined) return undefined;
		if (name === undefined) {
			if (part !== value) return undefined;
			continue;
		}
		parameters[name] =
			greedy === undefined ? value : given.slice(index).join("/");
		if (greedy !== undefined) return parameters;
	}
	return wanted.length === given.length ? parameters : undefined;
}

/** Orders patterns so that the most exact comes first. */
export function byExactness(a: string, b: string): number {
	const vagueness = (pattern: string) =>
		partsOf(pattern)
			.map((part) =>
				part.endsWith("+}") ? "2" : part.startsWith("{") ? "1" : "0",
			)
			.join("");
	return vagueness(a).localeCompare(vagueness(b));
}

function partsOf(path: string): readonly string[] {
	return path
		.split("/")
		.filter((part) => part !== "")
		.map(decodeURIComponent);
}
