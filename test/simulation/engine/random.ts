/** A seeded source of chance (mulberry32): one seed, one run. */
export class Random {
	#state: number;

	constructor(seed: number) {
		this.#state = seed >>> 0;
	}

	/** From 0 to below 1. */
	readonly next = (): number => {
		this.#state = (this.#state + 0x6d2b79f5) | 0;
		let mixed = Math.imul(this.#state ^ (this.#state >>> 15), 1 | this.#state);
		mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
		return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
	};

	chance(probability: number): boolean {
		return probability > 0 && this.next() < probability;
	}

	/** A whole number, both ends included. */
	whole(from: number, to: number): number {
		return from + Math.floor(this.next() * (to - from + 1));
	}

	pick<T>(list: readonly T[]): T {
		const picked = list[Math.floor(this.next() * list.length)];
		if (picked === undefined) throw new Error("nothing to pick from");
		return picked;
	}

	/** A key of a table of weights; undefined when all of them are 0. */
	weighted<K extends string>(
		weights: Readonly<Partial<Record<K, number>>>,
	): K | undefined {
		const entries = Object.entries(weights) as [K, number][];
		let left =
			this.next() * entries.reduce((sum, [, weight]) => sum + weight, 0);
		return entries.find(([, weight]) => {
			left -= weight;
			return left < 0;
		})?.[0];
	}
}
