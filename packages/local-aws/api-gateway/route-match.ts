export interface Route {
	/** `ANY` for every one. */
	readonly method: string;
	/** `/mail/{id}` */
	readonly path: string;
}

/** An HTTP API's route for what is for no other. */
const DEFAULT_ROUTE = "$default";

/** The first route that a request is for. */
export function findRoute<R extends Route>(
	routes: readonly R[],
	method: string,
	path: string,
):
	| { readonly route: R; readonly pathParameters: Record<string, string> }
	| undefined {
	for (const route of routes) {
		if (route.method !== method && route.method !== "ANY") continue;
		const pathParameters = matchPath(route.path, path);
		if (pathParameters !== undefined) return { route, pathParameters };
	}
	const route = routes.find(({ method }) => method === DEFAULT_ROUTE);
	return route && { route, pathParameters: {} };
}

/** The parameters of a path that is one of a pattern's (`/mail/{id}`, `/{proxy+}`); undefined: it is none. */
function matchPath(
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

/** Orders routes so that the one with the most exact path comes first. */
export function byExactness(a: Route, b: Route): number {
	const vagueness = ({ path }: Route) =>
		partsOf(path)
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
