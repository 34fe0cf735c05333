import type { Process } from "../engine/process.ts";
import type { Random } from "../engine/random.ts";
import type { Scheduler } from "../engine/scheduler.ts";
import type { Service } from "../troubles.ts";
import type { Weather } from "../weather.ts";
import { errorOf } from "./errors.ts";

/** As the functions' clients are set. */
const MOST_ATTEMPTS = 2;

/** The way between a process and AWS: the SDK's client with its time-out and its retry, and what gets lost. */
export class Network {
	readonly #scheduler: Scheduler;
	readonly #random: Random;
	readonly #weather: Weather;
	readonly #tell: (who: string, what: string) => void;

	constructor(parts: {
		readonly scheduler: Scheduler;
		readonly random: Random;
		readonly weather: Weather;
		readonly tell: (who: string, what: string) => void;
	}) {
		this.#scheduler = parts.scheduler;
		this.#random = parts.random;
		this.#weather = parts.weather;
		this.#tell = parts.tell;
	}

	/**
	 * One call of the SDK. `effect` is what the service does, at one moment; it may throw the service's error.
	 * @param timeoutMs of one attempt.
	 */
	call<T>(
		process: Process,
		service: Service,
		name: string,
		effect: () => T,
		timeoutMs: number,
	): Promise<T> {
		process.underway += 1;
		return new Promise<T>((resolve, reject) => {
			const attempt = (count: number): void => {
				const fail = (error: Error) =>
					count < MOST_ATTEMPTS
						? process.after(this.#random.whole(20, 200), () =>
								attempt(count + 1),
							)
						: reject(error);
				this.#request(process, service, name, effect, timeoutMs, {
					done: resolve,
					refused: reject,
					failed: fail,
				});
			};
			attempt(1);
		}).finally(() => {
			process.underway -= 1;
		});
	}

	#request<T>(
		process: Process,
		service: Service,
		name: string,
		effect: () => T,
		timeoutMs: number,
		{
			done,
			refused,
			failed,
		}: {
			readonly done: (value: T) => void;
			readonly refused: (error: unknown) => void;
			readonly failed: (error: Error) => void;
		},
	): void {
		const [scheduler, random] = [this.#scheduler, this.#random];
		const answer = (): (() => void) => {
			try {
				const value = effect();
				return () => done(value);
			} catch (error) {
				return () => refused(error);
			}
		};
		const death = this.#weather.deathAt(process);
		const latency = random.whole(2, 30);
		if (death !== undefined) {
			this.#tell(process.name, `dies ${death} ${name} is done`);
			scheduler.in(latency, () => {
				if (death === "after") answer();
				process.die();
			});
			return;
		}
		const fault = this.#weather.callFault(process, service, name);
		if (fault === undefined) {
			scheduler.in(latency, () => process.resume(answer()));
			return;
		}
		this.#tell(process.name, `${name}: ${fault}`);
		const giveUp = () =>
			process.after(timeoutMs, () => failed(errorOf("TimeoutError")));
		switch (fault) {
			case "lost request":
				return giveUp();
			case "lost answer":
				scheduler.in(latency, answer);
				return giveUp();
			case "late write":
				scheduler.in(timeoutMs + random.whole(1, 20_000), answer);
				return giveUp();
			case "slow": {
				const ms = random.whole(500, timeoutMs - 50);
				scheduler.in(ms, () => process.resume(answer()));
				return;
			}
			case "throttled":
				return process.after(latency, () =>
					failed(errorOf("ThrottlingException")),
				);
			case "server error":
				return process.after(latency, () => {
					// It may have been done all the same.
					if (random.chance(0.3)) answer();
					failed(errorOf("InternalServerError"));
				});
		}
	}
}
