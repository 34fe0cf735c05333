import type { IncomingMessage, ServerResponse } from "node:http";
import { text } from "node:stream/consumers";
import { AwsError, sendJson, serveRest } from "../http.ts";
import type { AsyncInvocations } from "./async-invocations.ts";
import type { EventSourceMapping } from "./event-source.ts";
import { invoke, invokeLater, serveConcurrency } from "./functions-api.ts";
import type { LocalFunction } from "./local-function.ts";
import { describeMapping, updateMapping } from "./mappings-api.ts";

/** Lambda's API: functions, their reserved concurrency, event source mappings, the account's settings. */
export class LambdaApi {
	readonly functions: LocalFunction[] = [];
	readonly mappings: EventSourceMapping[] = [];
	/** The account's quota of concurrent executions; a new account may have only 10. */
	accountConcurrency = 1000;
	readonly asynchronous: AsyncInvocations;

	constructor(asynchronous: AsyncInvocations) {
		this.asynchronous = asynchronous;
	}

	handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
		return serveRest(response, () => this.#serve(request, response));
	}

	async #serve(
		request: IncomingMessage,
		response: ServerResponse,
	): Promise<void> {
		const url = new URL(request.url ?? "/", "http://localhost");
		const [, , kind, id = "", action] = url.pathname
			.split("/")
			.map(decodeURIComponent);
		const { method = "GET" } = request;
		const body = await text(request);
		switch (`${kind}/${id === "" ? "" : "*"}/${action ?? ""}`) {
			case "account-settings//":
				return sendJson(response, 200, this.#accountSettings());
			case "functions/*/invocations":
				return request.headers["x-amz-invocation-type"] === "Event"
					? invokeLater(this.#function(id), body, this.asynchronous, response)
					: invoke(this.#function(id), body, response);
			case "functions/*/concurrency":
				return serveConcurrency(this.#function(id), method, body, response);
			case "functions/*/configuration":
				return sendJson(response, 200, describeFunction(this.#function(id)));
			case "functions/*/": {
				const fn = this.#function(id);
				return sendJson(response, 200, {
					Configuration: describeFunction(fn),
					Concurrency: {
						ReservedConcurrentExecutions: fn.reservedConcurrency,
					},
				});
			}
			case "event-source-mappings//":
				return sendJson(response, 200, {
					EventSourceMappings: this.#find(url.searchParams),
				});
			case "event-source-mappings/*/": {
				const mapping = this.#mapping(id);
				return method === "PUT"
					? sendJson(response, 202, updateMapping(mapping, body))
					: sendJson(response, 200, describeMapping(mapping));
			}
			default:
				throw notFound(
					`The local endpoint has no ${method} ${url.pathname} of Lambda`,
				);
		}
	}

	#function(id: string): LocalFunction {
		const fn = this.functions.find(
			({ spec }) => spec.name === id || spec.arn === id,
		);
		if (fn === undefined) throw notFound(`Function not found: ${id}`);
		return fn;
	}

	#mapping(id: string): EventSourceMapping {
		const mapping = this.mappings.find(({ spec }) => spec.id === id);
		if (mapping === undefined)
			throw notFound("The resource you requested does not exist.");
		return mapping;
	}

	#find(asked: URLSearchParams): readonly object[] {
		const arn = asked.get("EventSourceArn");
		const name = asked.get("FunctionName");
		return this.mappings
			.filter(
				({ spec }) =>
					(arn === null || spec.queueArn === arn) &&
					(name === null ||
						spec.functionName === name ||
						spec.functionArn === name),
			)
			.map(describeMapping);
	}

	#accountSettings(): object {
		const reserved = this.functions.reduce(
			(sum, { reservedConcurrency = 0 }) => sum + reservedConcurrency,
			0,
		);
		return {
			AccountLimit: {
				ConcurrentExecutions: this.accountConcurrency,
				UnreservedConcurrentExecutions: this.accountConcurrency - reserved,
			},
			AccountUsage: { FunctionCount: this.functions.length },
		};
	}
}

function describeFunction({ spec, environment }: LocalFunction): object {
	return {
		FunctionName: spec.name,
		FunctionArn: spec.arn,
		Runtime: "nodejs24.x",
		Handler: spec.handler,
		Timeout: spec.timeoutSeconds,
		MemorySize: spec.memoryMiB,
		Environment: { Variables: environment },
		LoggingConfig: { LogFormat: "Text", LogGroup: spec.logGroup },
		State: "Active",
		LastUpdateStatus: "Successful",
	};
}

function notFound(message: string): AwsError {
	return new AwsError("ResourceNotFoundException", message, 404);
}
