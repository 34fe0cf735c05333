import { randomUUID } from "node:crypto";
import type { RoleClients } from "../sqs/role-clients.ts";
import { type InvocationCondition, nextStep } from "./async-retry.ts";
import type { Invocation } from "./environment.ts";
import { DEFAULT_INVOKE_CONFIG, type InvokeConfig } from "./invoke-config.ts";
import type { LocalFunction } from "./local-function.ts";

interface Pending {
	readonly fn: LocalFunction;
	readonly event: unknown;
	readonly requestId: string;
	/** Epoch ms, as is `dueMs`. */
	readonly sinceMs: number;
	readonly tries: number;
	readonly throttles: number;
	readonly dueMs: number;
}

/** Lambda's queue of asynchronous invocations, on the local clock. */
export class AsyncInvocations {
	readonly #clients: RoleClients;
	readonly #configs = new Map<string, InvokeConfig>();
	#pending: Pending[] = [];

	constructor(clients: RoleClients) {
		this.#clients = clients;
	}

	configure(functionName: string, config: InvokeConfig): void {
		this.#configs.set(functionName, config);
	}

	/** Leaves an event for a function, which is at work when this returns. */
	invoke(
		fn: LocalFunction,
		event: unknown,
	): { readonly requestId: string; readonly firstTry: Promise<void> } {
		const requestId = randomUUID();
		const now = Date.now();
		const first = { fn, event, requestId, sinceMs: now, dueMs: now };
		return {
			requestId,
			firstTry: this.#attempt({ ...first, tries: 0, throttles: 0 }),
		};
	}

	/** Tries again what has become due. */
	fireDue(): void {
		const now = Date.now();
		const due = this.#pending.filter(({ dueMs }) => dueMs <= now);
		this.#pending = this.#pending.filter(({ dueMs }) => dueMs > now);
		for (const pending of due) void this.#attempt(pending);
	}

	async #attempt(pending: Pending): Promise<void> {
		const { fn, event, requestId, sinceMs } = pending;
		const invocation = await fn.invoke(event, requestId);
		const throttled = invocation.throttled === true;
		const tries = pending.tries + (throttled ? 0 : 1);
		const throttles = pending.throttles + (throttled ? 1 : 0);
		const { spec, reservedConcurrency } = fn;
		const config = this.#configs.get(spec.name) ?? DEFAULT_INVOKE_CONFIG;
		const now = Date.now();
		const soFar = {
			tries,
			throttles,
			ageMs: now - sinceMs,
			reservedConcurrency,
		};
		const step = nextStep(invocation, soFar, config);
		if (step.kind === "retry") {
			const dueMs = now + step.delayMs;
			this.#pending.push({ ...pending, tries, throttles, dueMs });
			return;
		}
		const { condition } = step;
		const queueArn =
			condition === "Success" ? config.onSuccess : config.onFailure;
		if (queueArn === undefined) return;
		const record = invocationRecord(invocation, condition, {
			...pending,
			tries,
		});
		await this.#clients
			.send(queueArn, JSON.stringify(record), { roleArn: config.roleArn })
			.catch((error) => console.error(`destination of ${spec.name}: ${error}`));
	}
}

/**
 * What a destination is told of an asynchronous invocation.
 * https://docs.aws.amazon.com/lambda/latest/dg/invocation-async-retain-records.html
 */
function invocationRecord(
	{ payload, functionError, throttled }: Invocation,
	condition: InvocationCondition,
	{ fn, event, requestId, tries }: Pending,
): object {
	return {
		version: "1.0",
		timestamp: new Date().toISOString(),
		requestContext: {
			requestId,
			functionArn: `${fn.spec.arn}:$LATEST`,
			condition,
			approximateInvokeCount: tries,
		},
		requestPayload: event,
		responseContext: {
			statusCode: throttled ? 429 : 200,
			executedVersion: "$LATEST",
			functionError,
		},
		// A throttled invocation has no answer of the function.
		responsePayload: throttled ? undefined : JSON.parse(payload),
	};
}
