/** At least one way round for each knot of files that import one another, such as `a → b → a`. */
export function findCircles(
	graph: ReadonlyMap<string, readonly string[]>,
): readonly string[] {
	const found: string[] = [];
	const done = new Set<string>();
	const path: string[] = [];

	function visit(file: string): void {
		const start = path.indexOf(file);
		if (start >= 0) found.push([...path.slice(start), file].join(" → "));
		if (start >= 0 || done.has(file)) return;
		path.push(file);
		for (const next of graph.get(file) ?? []) visit(next);
		path.pop();
		done.add(file);
	}

	for (const file of graph.keys()) visit(file);
	return found;
}
