import type { Spread } from "../results.ts";

/** Median, least and most. @throws Error for no values */
export function spreadOf(values: readonly number[]): Spread {
	const sorted = values.toSorted((x, y) => x - y);
	const [min] = sorted;
	const max = sorted.at(-1);
	if (min === undefined || max === undefined)
		throw new Error("Cannot tell the spread of no values");
	const upper = sorted[Math.floor(sorted.length / 2)] ?? max;
	const lower = sorted[Math.ceil(sorted.length / 2) - 1] ?? min;
	return {
		median: rounded((lower + upper) / 2),
		min: rounded(min),
		max: rounded(max),
	};
}

/** Three digits are as much as a measurement is worth. */
export function rounded(value: number): number {
	return value >= 100 ? Math.round(value) : Number(value.toPrecision(3));
}
