import {
	Environment,
	type FunctionSpec,
	type Invocation,
} from "./environment.ts";
import type { RuntimeServer } from "./runtime-server.ts";

/** One function of the template, with as many environments as are needed at a time. */
export class LocalFunction {
	readonly spec: FunctionSpec;
	/** Milliseconds that Lambda would bill for. */
	billedMs = 0;
	readonly #runtime: RuntimeServer;
	readonly #environment: Readonly<Record<string, string>>;
	readonly #onLine: (line: string) => void;
	readonly #onError: () => void;
	#environments: Environment[] = [];

	constructor(
		spec: FunctionSpec,
		options: {
			readonly runtime: RuntimeServer;
			/** What the run adds to or changes in the template's environment. */
			readonly overrides: Readonly<Record<string, string>>;
			readonly onLine: (line: string) => void;
			/** Told of each invocation that failed. */
			readonly onError: () => void;
		},
	) {
		this.spec = spec;
		this.#runtime = options.runtime;
		this.#environment = { ...spec.environment, ...options.overrides };
		this.#onLine = options.onLine;
		this.#onError = options.onError;
	}

	/** The variables its processes see. */
	get environment(): Readonly<Record<string, string>> {
		return this.#environment;
	}

	get environments(): readonly Environment[] {
		this.#environments = this.#environments.filter(({ dead }) => !dead);
		return this.#environments;
	}

	get busy(): boolean {
		return this.environments.some((environment) => environment.busy);
	}

	async invoke(event: unknown): Promise<Invocation> {
		const environment =
			this.environments.find(({ busy }) => !busy) ?? this.#start();
		const started = performance.now();
		const invocation = await environment.invoke(JSON.stringify(event));
		this.billedMs += Math.ceil(performance.now() - started);
		if (invocation.functionError !== undefined) {
			this.#onError();
		}
		return invocation;
	}

	setClock(offsetMs: number): void {
		for (const environment of this.environments) environment.setClock(offsetMs);
	}

	/** Ends every environment, so that the next invocation starts cold. */
	stop(): void {
		for (const environment of this.#environments) environment.kill();
		this.#environments = [];
	}

	#start(): Environment {
		const environment = new Environment(this.spec, this.#onLine);
		this.#environments.push(environment);
		environment.start(this.#runtime.addressOf(environment), this.#environment);
		return environment;
	}
}
