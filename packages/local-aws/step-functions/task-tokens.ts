import { AwsError } from "../http.ts";
import { type Json, StateFailure } from "./states-language.ts";

interface OpenTask {
	readonly succeed: (output: Json) => void;
	readonly fail: (failure: StateFailure) => void;
	heartbeatAt: number;
}

/** Tasks that wait for somebody to call back with their token. */
export class TaskTokens {
	readonly #open = new Map<string, OpenTask>();
	readonly #ended = new Set<string>();

	open(): {
		readonly token: string;
		readonly answer: Promise<Json>;
		/** Epoch ms of the last sign of life. */
		heartbeatAt(): number;
		close(): void;
	} {
		const token = Buffer.from(
			crypto.getRandomValues(new Uint8Array(120)),
		).toString("base64");
		const { promise, resolve, reject } = Promise.withResolvers<Json>();
		// A task that has timed out is not waited for any longer.
		promise.catch(() => {});
		const task = { succeed: resolve, fail: reject, heartbeatAt: Date.now() };
		this.#open.set(token, task);
		return {
			token,
			answer: promise,
			heartbeatAt: () => task.heartbeatAt,
			close: () => this.#close(token),
		};
	}

	/** @throws AwsError for a token that nobody waits for, and for an output that is no JSON. */
	succeed(token: string, output: string): void {
		const task = this.#find(token);
		let value: Json;
		try {
			value = JSON.parse(output);
		} catch (error) {
			throw new AwsError("InvalidOutput", `Invalid Output: '${error}'`);
		}
		this.#close(token);
		task.succeed(value);
	}

	/** @throws AwsError for a token that nobody waits for. */
	fail(token: string, error: string, cause: string): void {
		const task = this.#find(token);
		this.#close(token);
		task.fail(new StateFailure(error, cause));
	}

	/** @throws AwsError for a token that nobody waits for. */
	heartbeat(token: string): void {
		this.#find(token).heartbeatAt = Date.now();
	}

	#close(token: string): void {
		if (this.#open.delete(token)) this.#ended.add(token);
	}

	#find(token: string): OpenTask {
		const task = this.#open.get(token);
		if (task !== undefined) return task;
		throw this.#ended.has(token)
			? new AwsError(
					"TaskTimedOut",
					"Task Timed Out: 'Provided task does not exist anymore'",
				)
			: new AwsError("InvalidToken", "Invalid Token: 'Invalid token'");
	}
}
