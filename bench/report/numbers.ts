import type { Spread } from "../results.ts";

/** Three digits, thousands with a comma: 24.9, 418, 1,234. */
export function number(value: number): string {
	if (value === 0) return "0";
	const whole = Math.floor(Math.log10(Math.abs(value))) + 1;
	const digits = Math.min(Math.max(3 - whole, 0), 4);
	return value.toLocaleString("en-US", { maximumFractionDigits: digits });
}

/** The median, and least to most of the runs. */
export function spread({ median, min, max }: Spread): string {
	return min === max
		? number(median)
		: `${number(median)} (${number(min)}–${number(max)})`;
}

export const exactly = (value: number): Spread => ({
	median: value,
	min: value,
	max: value,
});

export const overlap = (one: Spread, other: Spread): boolean =>
	one.min <= other.max && other.min <= one.max;

/** One by the other. @returns undefined when the spreads overlap: then the runs show no difference. */
export function ratio(one: Spread, other: Spread): number | undefined {
	return overlap(one, other) ? undefined : one.median / other.median;
}

export function ratioText(one: Spread, other: Spread): string {
	const value = ratio(one, other);
	return value === undefined ? "no difference" : `${value.toFixed(2)}×`;
}

export const dollars = (value: number): string => `$${value.toFixed(2)}`;

/** 1 kB is 1,000 bytes. */
export function bytes(value: number): string {
	if (value < 1e3) return `${number(value)} B`;
	if (value < 1e6) return `${number(value / 1e3)} kB`;
	return `${number(value / 1e6)} MB`;
}
