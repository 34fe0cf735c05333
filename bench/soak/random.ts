/** Chance that a seed decides (mulberry32). */
export interface Random {
	/** From 0 to below 1. */
	next(): number;
	/** A whole number from `least` to `most`. */
	whole(least: number, most: number): number;
	pick<T>(from: readonly T[]): T | undefined;
	shuffled<T>(all: readonly T[]): T[];
}

export function randomOf(seed: number): Random {
	let state = seed >>> 0;
	const next = () => {
		state = (state + 0x6d2b79f5) >>> 0;
		let mixed = Math.imul(state ^ (state >>> 15), state | 1);
		mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
		return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
	};
	const whole = (least: number, most: number) =>
		least + Math.floor(next() * (most - least + 1));
	return {
		next,
		whole,
		pick: (from) => from[whole(0, from.length - 1)],
		shuffled: (all) =>
			all
				.map((one) => ({ one, at: next() }))
				.toSorted((a, b) => a.at - b.at)
				.map(({ one }) => one),
	};
}
