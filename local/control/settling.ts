import { setTimeout as sleep } from "node:timers/promises";
import type { LocalAws, SqsQueue } from "local-aws";

const LOOK_EVERY_MS = 5;
/** What is on its way between two processes is seen by one of several looks. */
const LOOKS = 4;
/** Mail that lies ready for so long, with nothing at work, is taken by nobody. */
const UNTAKEN_MS = 1000;
/** Work that asks nothing of AWS for so long hangs … */
const HANGS_MS = 5000;
/** … and then is no longer waited for. */
const HUNG_MS = 50;
/** For all steps together. */
const MOST_MS = 120_000;

/** Waits for the work of a run, and never for ever: mail that nobody takes and work that hangs are waited for once. */
export class Settling {
	readonly #aws: LocalAws;
	readonly #untaken = new Set<SqsQueue>();
	#hangs = false;
	#leftMs = MOST_MS;

	constructor(aws: LocalAws) {
		this.#aws = aws;
	}

	/** @returns when nothing is at work, and no queue has mail that somebody would take. */
	async wait(): Promise<void> {
		const started = performance.now();
		const most = this.#leftMs;
		let changedAt = started;
		let before = "";
		for (let quiet = 0; quiet < LOOKS; ) {
			const ready = this.#ready();
			const { busy } = this.#aws;
			const now = performance.now();
			const seen = `${busy} ${ready.map(({ messages }) => messages.length)} ${this.#calls()}`;
			if (seen !== before) changedAt = now;
			before = seen;
			const unchanged = now - changedAt;
			if (!busy && unchanged > UNTAKEN_MS)
				for (const queue of ready) this.#untaken.add(queue);
			if (busy && unchanged > (this.#hangs ? HUNG_MS : HANGS_MS)) {
				this.#hangs = true;
				break;
			}
			if (now - started > Math.max(most, HUNG_MS)) break;
			if (!busy) this.#hangs = false;
			quiet = !busy && ready.length === 0 ? quiet + 1 : 0;
			await sleep(LOOK_EVERY_MS);
		}
		this.#leftMs = Math.max(0, most - (performance.now() - started));
	}

	/** Queues with mail that a mapping or a pipe would take. */
	#ready(): readonly SqsQueue[] {
		const { store } = this.#aws.services.queues;
		for (const queue of store.allQueues()) queue.processTimers();
		const { lambda, pipes } = this.#aws.services;
		const read = [...lambda.mappings, ...pipes]
			.filter(({ enabled, isCutOff }) => enabled && !isCutOff)
			.map(({ spec }) => store.getQueueByArn(spec.EventSourceArn));
		return read.filter((queue) => {
			if (queue === undefined) return false;
			if (queue.messages.length === 0) this.#untaken.delete(queue);
			return queue.messages.length > 0 && !this.#untaken.has(queue);
		}) as SqsQueue[];
	}

	/** How much was asked of AWS; those who wait for a message ask all the time. */
	#calls(): number {
		let count = 0;
		for (const [call, times] of this.#aws.endpoint.calls)
			if (!call.endsWith(" ReceiveMessage")) count += times;
		return count;
	}
}
