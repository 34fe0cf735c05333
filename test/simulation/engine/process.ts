import type { Scheduler } from "./scheduler.ts";

/** A process of a function: what reaches it while it is frozen waits, and when it is dead is lost. */
export class Process {
	readonly name: string;
	/** How far its clock is off, in ms. */
	readonly #skew: number;
	readonly #scheduler: Scheduler;
	#state: "running" | "frozen" | "dead" = "frozen";
	#parked: (() => void)[] = [];
	/** Calls and sends that it has begun, and that have not come back. */
	underway = 0;
	/** What happens when it dies. */
	onDeath: () => void = () => {};

	constructor(name: string, skew: number, scheduler: Scheduler) {
		this.name = name;
		this.#skew = skew;
		this.#scheduler = scheduler;
	}

	/** What its clock shows. */
	readonly now = (): number => this.#scheduler.now + this.#skew;

	get isDead(): boolean {
		return this.#state === "dead";
	}

	/** Goes on in it. */
	resume(run: () => void): void {
		if (this.#state === "running") run();
		else if (this.#state === "frozen") this.#parked.push(run);
	}

	/** Goes on in it after so many ms of its own. */
	readonly after = (ms: number, run: () => void): void =>
		this.#scheduler.in(ms, () => this.resume(run));

	readonly sleep = (ms: number): Promise<void> =>
		new Promise((resolve) => this.after(ms, resolve));

	thaw(): void {
		if (this.#state !== "frozen") return;
		this.#state = "running";
		for (const run of this.#parked.splice(0)) this.resume(run);
	}

	freeze(): void {
		if (this.#state === "running") this.#state = "frozen";
	}

	die(): void {
		if (this.#state === "dead") return;
		this.#state = "dead";
		this.#parked = [];
		this.onDeath();
	}
}
