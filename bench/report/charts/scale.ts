export interface Scale {
	/** The pixel of a value. */
	at(value: number): number;
	readonly ticks: readonly number[];
}

/** From 0 to a round number that is not below `most`. */
export function linear(most: number, from: number, to: number): Scale {
	const step = roundStep(Math.max(most, Number.MIN_VALUE) / 5);
	const count = Math.max(Math.ceil(most / step - 1e-9), 1);
	const end = count * step;
	return {
		at: (value) => from + ((to - from) * value) / end,
		ticks: Array.from({ length: count + 1 }, (_, index) => index * step),
	};
}

/** Each value is a tick of its own: there are few. */
export function logarithmic(
	values: readonly number[],
	from: number,
	to: number,
): Scale {
	const ticks = values.toSorted((one, other) => one - other);
	const [first = 1, last = 10] = [ticks[0], ticks.at(-1)];
	const length = Math.log(last / first) || 1;
	return {
		at: (value) => from + ((to - from) * Math.log(value / first)) / length,
		ticks,
	};
}

/** 1, 2 or 5 times a power of ten. */
function roundStep(least: number): number {
	const power = 10 ** Math.floor(Math.log10(least));
	const digit = [1, 2, 5].find((one) => one * power >= least * 0.999) ?? 10;
	return digit * power;
}
