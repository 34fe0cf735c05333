interface Entry {
	readonly since: number;
	readonly periodMs: number;
	readonly fire: () => Promise<void>;
	nextAt: number;
}

const LOOK_EVERY_MS = 1000;
const PATIENCE_MS = 10_000;

/** Fires the template's schedules when they are due by the local clock. */
export class RuleScheduler {
	readonly #entries: Entry[] = [];
	readonly #looks: (() => void)[] = [];
	#timer: NodeJS.Timeout | undefined;
	#atWork = 0;
	#lastFiredAt = 0;

	/** A schedule fires for the first time one period from now. */
	add(periodMs: number, fire: () => Promise<void>): void {
		const since = Date.now();
		this.#entries.push({ since, periodMs, fire, nextAt: since + periodMs });
	}

	/** Calls this, too, whenever something may have become due. */
	onLook(look: () => void): void {
		this.#looks.push(look);
	}

	start(): void {
		this.#timer = setInterval(() => this.fireDue(), LOOK_EVERY_MS).unref();
	}

	stop(): void {
		clearInterval(this.#timer);
	}

	/** Whether a target is still to answer. */
	get busy(): boolean {
		return this.#atWork > 0;
	}

	/** Whether the answer to a firing of the last seconds is still to come. */
	get justFired(): boolean {
		const age = performance.now() - this.#lastFiredAt;
		return this.#atWork > 0 && age < PATIENCE_MS;
	}

	/** Fires what is due, once each, however many periods have passed. */
	fireDue(): void {
		const now = Date.now();
		for (const entry of this.#entries) {
			if (entry.nextAt > now) continue;
			entry.nextAt = nextFiring(entry.since, entry.periodMs, now);
			void this.#fire(entry);
		}
		for (const look of this.#looks) look();
	}

	/** Fires every schedule now. @returns when the targets have answered. */
	async fireAll(): Promise<void> {
		await Promise.all(this.#entries.map((entry) => this.#fire(entry)));
	}

	async #fire({ fire }: Entry): Promise<void> {
		this.#atWork += 1;
		this.#lastFiredAt = performance.now();
		try {
			await fire();
		} finally {
			this.#atWork -= 1;
		}
	}
}

/** When a schedule that began at `since` fires next after `now` (all epoch ms): what was missed is not made up for. */
export function nextFiring(
	since: number,
	periodMs: number,
	now: number,
): number {
	return since + (Math.floor((now - since) / periodMs) + 1) * periodMs;
}
