interface Entry {
	readonly at: number;
	readonly run: () => void;
}

/** The simulated time, and what is to happen in it: one thing after another, each to its end. */
export class Scheduler {
	/** Epoch ms. */
	now = Date.UTC(2026, 10, 23);
	/** The next one last. */
	readonly #entries: Entry[] = [];

	at(time: number, run: () => void): void {
		const at = Math.max(time, this.now);
		let low = 0;
		let high = this.#entries.length;
		while (low < high) {
			const middle = (low + high) >> 1;
			// Of two at the same time the earlier asked for goes first.
			if ((this.#entries[middle] as Entry).at > at) low = middle + 1;
			else high = middle;
		}
		this.#entries.splice(low, 0, { at, run });
	}

	in(ms: number, run: () => void): void {
		this.at(this.now + ms, run);
	}

	/** Lets the next thing happen, and all that follows from it at once. @returns whether there was one. */
	async step(): Promise<boolean> {
		const next = this.#entries.pop();
		if (next === undefined) return false;
		this.now = next.at;
		next.run();
		await settled();
		return true;
	}

	/** When the next thing happens; Infinity: never. */
	get nextAt(): number {
		return this.#entries.at(-1)?.at ?? Number.POSITIVE_INFINITY;
	}
}

/** Resolves when no promise that is settled has anything left to do. */
function settled(): Promise<void> {
	return new Promise((resolve) => setImmediate(resolve));
}
