import { basename } from "node:path";
import { isDeepStrictEqual } from "node:util";
import { Environment, failed, type Invocation } from "./environment.ts";
import type { FunctionSpec } from "./plan.ts";
import type { RuntimeServer } from "./runtime-server.ts";

/** Metrics of AWS/Lambda that a run records. */
export type InvocationMetric = "Errors" | "Throttles";

/** What of a function can be changed while it runs. */
export type FunctionChanges = Partial<
	Pick<
		FunctionSpec,
		"handler" | "timeoutSeconds" | "memoryMiB" | "description" | "environment"
	>
>;

/** One function of the template, with as many environments as are needed at a time. */
export class LocalFunction {
	/** Milliseconds that Lambda would bill for. */
	billedMs = 0;
	/** Most invocations at a time; beyond it they are throttled. 0: none at all. */
	reservedConcurrency: number | undefined;
	/** For tests: a dead function, every invocation of which fails with this message. */
	broken: string | undefined;
	#spec: FunctionSpec;
	readonly #runtime: RuntimeServer;
	readonly #overrides: Readonly<Record<string, string>>;
	readonly #onLine: (line: string, logStream: string) => void;
	readonly #count: (metric: InvocationMetric) => void;
	#environment: Readonly<Record<string, string>>;
	#environments: Environment[] = [];

	constructor(
		spec: FunctionSpec,
		options: {
			readonly runtime: RuntimeServer;
			/** What the run adds to or changes in the template's environment. */
			readonly overrides: Readonly<Record<string, string>>;
			readonly onLine: (line: string, logStream: string) => void;
			/** Told of each invocation that failed or was throttled. */
			readonly count: (metric: InvocationMetric) => void;
		},
	) {
		this.#spec = spec;
		this.#runtime = options.runtime;
		this.#overrides = options.overrides;
		this.#environment = { ...spec.environment, ...options.overrides };
		this.#onLine = options.onLine;
		this.#count = options.count;
		this.reservedConcurrency = spec.reservedConcurrency;
	}

	get spec(): FunctionSpec {
		return this.#spec;
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

	/** `requestId`: that of an event that is tried again. */
	async invoke(event: unknown, requestId?: string): Promise<Invocation> {
		const atWork = this.environments.filter(({ busy }) => busy).length;
		if (atWork >= (this.reservedConcurrency ?? Number.POSITIVE_INFINITY)) {
			this.#count("Throttles");
			const { payload } = failed("Error", "Rate Exceeded.");
			return { payload, throttled: true };
		}
		if (this.broken !== undefined) {
			this.#count("Errors");
			return failed("Error", this.broken);
		}
		const environment =
			this.environments.find(({ busy }) => !busy) ?? this.#start();
		const started = performance.now();
		const invocation = await environment.invoke(
			JSON.stringify(event),
			requestId,
		);
		this.billedMs += Math.ceil(performance.now() - started);
		if (invocation.functionError !== undefined) this.#count("Errors");
		return invocation;
	}

	/** Takes settings over, with the next cold start, which is the next invocation: what is at work ends as it began. */
	configure(changes: FunctionChanges): void {
		this.#spec = { ...this.#spec, ...changes };
		// What the run cannot do without is there whatever is given.
		if (changes.environment !== undefined)
			this.#environment = { ...this.#overrides, ...changes.environment };
		for (const environment of this.environments) environment.retire();
	}

	/** The same with the code and the settings of another template. */
	replace(spec: FunctionSpec): void {
		if (isDeepStrictEqual(asNamed(spec), asNamed(this.#spec))) return;
		if (spec.reservedConcurrency !== this.#spec.reservedConcurrency)
			this.reservedConcurrency = spec.reservedConcurrency;
		this.#spec = spec;
		this.#environment = { ...spec.environment, ...this.#overrides };
		for (const environment of this.environments) environment.retire();
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
		const environment: Environment = new Environment(this.spec, (line) =>
			this.#onLine(line, environment.logStream),
		);
		this.#environments.push(environment);
		environment.start(this.#runtime.addressOf(environment), this.#environment);
		return environment;
	}
}

/** Code of the same name is the same, wherever it lies: its name has its hash. */
function asNamed(spec: FunctionSpec): FunctionSpec {
	return { ...spec, codePath: basename(spec.codePath) };
}
