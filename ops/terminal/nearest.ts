/** The name that is most similar to what was typed; undefined when none is similar. */
export function nearest(
	typed: string,
	names: readonly string[],
): string | undefined {
	const most = Math.max(1, Math.floor(typed.length / 3));
	const [best] = names
		.map((name) => ({ name, far: distance(typed.toLowerCase(), name) }))
		.filter(({ far }) => far <= most)
		.toSorted((a, b) => a.far - b.far);
	return best?.name;
}

/** How many letters have to be changed, left out or added (Levenshtein). */
function distance(typed: string, name: string): number {
	const other = name.toLowerCase();
	let row = Array.from({ length: other.length + 1 }, (_none, index) => index);
	for (const [index, letter] of [...typed].entries()) {
		const next = [index + 1];
		for (let at = 1; at <= other.length; at += 1) {
			const [here = 0, left = 0, above = 0] = [
				row[at - 1],
				next[at - 1],
				row[at],
			];
			const changed = here + (letter === other[at - 1] ? 0 : 1);
			next.push(Math.min(changed, left + 1, above + 1));
		}
		row = next;
	}
	return row.at(-1) ?? 0;
}
