import { type ChildProcess, spawn } from "node:child_process";
import { randomUUID } from "node:crypto";
import type { ServerResponse } from "node:http";
import { extname, join } from "node:path";
import { createInterface } from "node:readline";
import { CLOCK_HEADER, clockEnvironment, clockOffset } from "../clock.ts";
import type { FunctionSpec } from "./plan.ts";

export interface Invocation {
	/** What the function answered, as JSON text. */
	readonly payload: string;
	/** Set when it threw, crashed or timed out. */
	readonly functionError?: string;
	/** Refused for want of concurrency: the function never ran. */
	readonly throttled?: boolean;
}

/** What comes of an invocation that the function itself did not answer. */
export function failed(errorType: string, errorMessage: string) {
	const payload = JSON.stringify({ errorType, errorMessage });
	return { payload, functionError: "Unhandled" };
}

interface Current {
	readonly id: string;
	readonly event: string;
	readonly resolve: (invocation: Invocation) => void;
	timer?: NodeJS.Timeout;
}

const BOOTSTRAP = fileBeside("bootstrap");
const CLOCK = fileBeside("clock-of-parent");

/** One execution environment: a Node.js process that takes one invocation at a time. */
export class Environment {
	readonly id = randomUUID();
	/** Name of the log stream its lines go to. */
	readonly logStream =
		`${new Date().toISOString().slice(0, 10).replaceAll("-", "/")}/[$LATEST]${this.id.replaceAll("-", "")}`;
	readonly #spec: FunctionSpec;
	readonly #onLine: (line: string) => void;
	#child: ChildProcess | undefined;
	#next: ServerResponse | undefined;
	#current: Current | undefined;
	#dead = false;
	#retired = false;

	constructor(spec: FunctionSpec, onLine: (line: string) => void) {
		this.#spec = spec;
		this.#onLine = onLine;
	}

	start(
		runtimeApi: string,
		environment: Readonly<Record<string, string>>,
	): void {
		const { name, handler, memoryMiB, codePath, logGroup } = this.#spec;
		const child = spawn(
			process.execPath,
			[`--max-old-space-size=${memoryMiB}`, "--import", CLOCK, BOOTSTRAP],
			{
				stdio: ["ignore", "pipe", "pipe", "ipc"],
				env: {
					PATH: process.env.PATH,
					TZ: ":UTC",
					LANG: "en_US.UTF-8",
					AWS_LAMBDA_RUNTIME_API: runtimeApi,
					AWS_LAMBDA_FUNCTION_NAME: name,
					AWS_LAMBDA_FUNCTION_MEMORY_SIZE: String(memoryMiB),
					AWS_LAMBDA_LOG_GROUP_NAME: logGroup,
					AWS_LAMBDA_LOG_STREAM_NAME: this.logStream,
					LAMBDA_TASK_ROOT: codePath,
					NODE_COMPILE_CACHE: process.env.NODE_COMPILE_CACHE,
					_HANDLER: handler,
					...environment,
					...clockEnvironment(),
				},
			},
		);
		this.#child = child;
		for (const stream of [child.stdout, child.stderr]) {
			if (stream !== null)
				createInterface({ input: stream }).on("line", this.#onLine);
		}
		child.on("exit", () =>
			this.#died("Runtime exited without providing a reason"),
		);
		child.on("error", (error) => this.#died(error.message));
	}

	get dead(): boolean {
		return this.#dead;
	}

	get busy(): boolean {
		return this.#current !== undefined;
	}

	get pid(): number | undefined {
		return this.#child?.pid;
	}

	invoke(event: string, id: string = randomUUID()): Promise<Invocation> {
		return new Promise((resolve) => {
			this.#current = { id, event, resolve };
			if (this.#dead) this.#died("Runtime exited");
			else this.#hand();
		});
	}

	onNext(response: ServerResponse): void {
		this.#next = response;
		this.#hand();
	}

	onResult(requestId: string, ok: boolean, body: string): void {
		if (this.#current?.id !== requestId) return;
		this.#finish(
			ok ? { payload: body } : { payload: body, functionError: "Unhandled" },
		);
	}

	onInitError(body: string): void {
		this.#finish({ payload: body, functionError: "Unhandled" });
		this.kill();
	}

	setClock(clockOffsetMs: number): void {
		if (this.#child?.connected) this.#child.send({ clockOffsetMs });
	}

	/** Ends the process as soon as it is not at work. */
	retire(): void {
		if (this.busy) this.#retired = true;
		else this.kill();
	}

	/** Ends the process the hard way, as Lambda does. */
	kill(): void {
		this.#dead = true;
		this.#child?.kill("SIGKILL");
	}

	#hand(): void {
		const { arn, timeoutSeconds } = this.#spec;
		if (this.#current === undefined || this.#next === undefined) return;
		const current = this.#current;
		this.#next.writeHead(200, {
			"content-type": "application/json",
			"lambda-runtime-aws-request-id": current.id,
			"lambda-runtime-deadline-ms": String(Date.now() + timeoutSeconds * 1000),
			"lambda-runtime-invoked-function-arn": arn,
			[CLOCK_HEADER]: String(clockOffset()),
		});
		this.#next.end(current.event);
		this.#next = undefined;
		current.timer = setTimeout(() => {
			const why = `${current.id} Task timed out after ${timeoutSeconds}.00 seconds`;
			this.#finish(failed("Sandbox.Timedout", why));
			this.kill();
		}, timeoutSeconds * 1000);
	}

	#died(why: string): void {
		this.#dead = true;
		this.#finish(failed("Runtime.ExitError", why));
	}

	#finish(invocation: Invocation): void {
		const current = this.#current;
		this.#current = undefined;
		clearTimeout(current?.timer);
		current?.resolve(invocation);
		if (this.#retired) this.kill();
	}
}

/** A file of this folder; in a package they are JavaScript. */
function fileBeside(name: string): string {
	const { dirname, filename } = import.meta;
	return join(dirname, `${name}${extname(filename)}`);
}
