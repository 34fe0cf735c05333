/** A bug that somebody could write, and that the tests must see. */
export interface Mutant {
	/** Source file, from the root. */
	readonly path: string;
	/** Stands in it exactly once. */
	readonly text: string;
	readonly becomes: string;
	/** What would go wrong. */
	readonly wrong: string;
	/** Why nobody could tell the difference: it may survive. */
	readonly equivalent?: string;
}

/** @throws Error unless the text stands in the source exactly once. */
export function applyMutant(
	source: string,
	{ path, text, becomes }: Mutant,
): string {
	const [before, after, ...more] = source.split(text);
	if (before === undefined || after === undefined || more.length > 0)
		throw new Error(
			`${path} has the mutant's text ${source.split(text).length - 1} times, and must have it once: ${text}`,
		);
	return `${before}${becomes}${after}`;
}
