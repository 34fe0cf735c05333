const MOST_EDITS = 2;

/** The known word that is nearest to what was typed; undefined when none is near. */
export function nearest(
	typed: string,
	known: readonly string[],
): string | undefined {
	const [best] = known
		// A word whose length differs by more cannot be near.
		.filter((word) => Math.abs(word.length - typed.length) <= MOST_EDITS)
		.map((word) => ({ word, edits: edits(typed, word) }))
		.filter(
			({ word, edits: count }) =>
				count <= MOST_EDITS && count < word.length / 2,
		)
		.toSorted((a, b) => a.edits - b.edits);
	return best?.word;
}

/** How many letters are wrong, missing, too many, or swapped with the next. */
function edits(a: string, b: string): number {
	const rows: number[][] = [Array.from({ length: b.length + 1 }, (_, j) => j)];
	const at = (i: number, j: number) => rows[i]?.[j] ?? Number.POSITIVE_INFINITY;
	for (let i = 1; i <= a.length; i++) {
		rows[i] = [i];
		for (let j = 1; j <= b.length; j++) {
			const isSame = a[i - 1] === b[j - 1];
			const isSwapped = a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1];
			rows[i]?.push(
				Math.min(
					at(i - 1, j) + 1,
					at(i, j - 1) + 1,
					at(i - 1, j - 1) + (isSame ? 0 : 1),
					...(isSwapped ? [at(i - 2, j - 2) + 1] : []),
				),
			);
		}
	}
	return at(a.length, b.length);
}
