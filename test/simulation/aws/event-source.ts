import type { Random } from "../engine/random.ts";
import type { Scheduler } from "../engine/scheduler.ts";
import type { Account } from "./account.ts";
import type { QueueMessage } from "./queue.ts";

/** Invokes with a batch; `done` gets the ids that come back, or undefined when all of them do. */
export type Deliver = (
	batch: readonly QueueMessage[],
	done: (comeBack: readonly string[] | undefined) => void,
) => void;

/** The event source mapping: polls while it is enabled, deletes what was dealt with, and lets the rest come back. */
export class EventSource {
	readonly #account: Account;
	readonly #scheduler: Scheduler;
	readonly #random: Random;
	readonly #settings: {
		readonly maxConcurrency: number;
		readonly batchSize: number;
		readonly visibilityMs: number;
	};
	readonly #deliver: Deliver;
	#busy = 0;
	#wakeAt = Number.POSITIVE_INFINITY;
	/** Chance that a batch has fewer messages than there are. */
	smallBatches = 0.5;
	/** Chance that a delete does not get through. */
	lostDeletes = 0;
	/** How long it rests after a batch: where a message stands for many, so does a batch. */
	restMs = 0;

	constructor(parts: {
		readonly account: Account;
		readonly scheduler: Scheduler;
		readonly random: Random;
		readonly settings: {
			readonly maxConcurrency: number;
			readonly batchSize: number;
			readonly visibilityMs: number;
		};
		readonly deliver: Deliver;
	}) {
		this.#account = parts.account;
		this.#scheduler = parts.scheduler;
		this.#random = parts.random;
		this.#settings = parts.settings;
		this.#deliver = parts.deliver;
		this.#account.source.onChange = () => this.#wake();
		this.#account.mapping.onChange = () => this.#wake();
	}

	/** Looks again as soon as there may be something to receive. */
	#wake(): void {
		const { now } = this.#scheduler;
		if (!this.#account.mapping.enabled) return;
		const at =
			Math.max(now, this.#account.source.nextVisibleAt) +
			this.#random.whole(10, 500);
		if (at >= this.#wakeAt) return;
		this.#wakeAt = at;
		this.#scheduler.at(at, () => {
			if (this.#wakeAt !== at) return;
			this.#wakeAt = Number.POSITIVE_INFINITY;
			this.#poll();
		});
	}

	#poll(): void {
		const { source, mapping } = this.#account;
		const { maxConcurrency, batchSize, visibilityMs } = this.#settings;
		while (mapping.enabled && this.#busy < maxConcurrency) {
			const batch = source.receive(
				this.#random.chance(this.smallBatches)
					? this.#random.whole(1, batchSize)
					: batchSize,
				visibilityMs,
			);
			if (batch.length === 0) break;
			this.#busy += 1;
			this.#deliver(batch, (comeBack) => {
				if (comeBack !== undefined) this.#acknowledge(batch, comeBack);
				this.#rest();
			});
		}
		if (this.#busy < maxConcurrency) this.#wake();
	}

	#rest(): void {
		const goOn = () => {
			this.#busy -= 1;
			this.#wake();
		};
		if (this.restMs === 0) goOn();
		else this.#scheduler.in(this.restMs, goOn);
	}

	#acknowledge(
		batch: readonly QueueMessage[],
		comeBack: readonly string[],
	): void {
		for (const { id, handle } of batch) {
			if (comeBack.includes(id) || this.#random.chance(this.lostDeletes))
				continue;
			this.#account.source.delete(handle);
		}
	}
}
