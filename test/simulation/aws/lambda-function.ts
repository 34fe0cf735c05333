import { Process } from "../engine/process.ts";
import type { Random } from "../engine/random.ts";
import type { Scheduler } from "../engine/scheduler.ts";

interface Environment<Code> {
	readonly process: Process;
	readonly code: Code;
	/** Of which deployment. */
	readonly deployment: number;
	/** Epoch ms. */
	idleSince: number;
}

/** A Lambda function: environments that are started, frozen between invocations, used again, and end at last. */
export class LambdaFunction<Code> {
	readonly #name: string;
	readonly #timeoutMs: number;
	readonly #scheduler: Scheduler;
	readonly #random: Random;
	readonly #start: (process: Process) => Code;
	readonly #tell: (who: string, what: string) => void;
	#idle: Environment<Code>[] = [];
	#started = 0;
	#deployment = 0;
	/** Called when an invocation has its result. */
	onFreeze: (process: Process) => void = () => {};
	/** Called before a process is killed as its time is over. */
	onTimeout: (process: Process) => void = () => {};
	/** Chance that an invocation gets a new environment although a warm one is there. */
	coldStarts = 0.1;
	/** How long a warm environment lasts without work. */
	idleMs = 600_000;

	constructor(parts: {
		readonly name: string;
		readonly timeoutMs: number;
		readonly scheduler: Scheduler;
		readonly random: Random;
		readonly start: (process: Process) => Code;
		readonly tell: (who: string, what: string) => void;
	}) {
		this.#name = parts.name;
		this.#timeoutMs = parts.timeoutMs;
		this.#scheduler = parts.scheduler;
		this.#random = parts.random;
		this.#start = parts.start;
		this.#tell = parts.tell;
	}

	/** From now on new environments get invocations, those at work end after theirs. */
	deploy(): void {
		this.#deployment += 1;
		this.#idle = [];
	}

	/**
	 * One invocation. `done` is called once: with the result, or with undefined when the process died
	 * or its time was over.
	 */
	invoke<Result>(
		run: (code: Code, deadline: number) => Promise<Result>,
		done: (result: Result | undefined) => void,
	): void {
		const environment = this.#take();
		const { process, code } = environment;
		let isOver = false;
		const end = (result: Result | undefined) => {
			if (isOver) return;
			isOver = true;
			done(result);
		};
		process.onDeath = () => end(undefined);
		process.thaw();
		this.#scheduler.in(this.#timeoutMs, () => {
			if (isOver) return;
			this.#tell(process.name, "is killed at its time-out");
			this.onTimeout(process);
			process.die();
		});
		run(code, process.now() + this.#timeoutMs).then(
			(result) => {
				if (process.isDead) return;
				this.onFreeze(process);
				process.freeze();
				this.#giveBack(environment);
				end(result);
			},
			(error) => {
				this.#tell(process.name, `throws ${String(error)}`);
				process.die();
			},
		);
	}

	#take(): Environment<Code> {
		const { now } = this.#scheduler;
		this.#idle = this.#idle.filter(
			({ idleSince }) => now - idleSince < this.idleMs,
		);
		if (this.#idle.length > 0 && !this.#random.chance(this.coldStarts)) {
			const warm = this.#random.pick(this.#idle);
			this.#idle = this.#idle.filter((other) => other !== warm);
			return warm;
		}
		this.#started += 1;
		const process = new Process(
			`${this.#name} ${this.#started}`,
			this.#random.whole(-1000, 1000),
			this.#scheduler,
		);
		process.thaw();
		return {
			process,
			code: this.#start(process),
			deployment: this.#deployment,
			idleSince: now,
		};
	}

	#giveBack(environment: Environment<Code>): void {
		if (environment.deployment !== this.#deployment) return;
		environment.idleSince = this.#scheduler.now;
		this.#idle.push(environment);
	}
}
