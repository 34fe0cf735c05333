import type { IncomingMessage, ServerResponse } from "node:http";
import { text } from "node:stream/consumers";
import { AwsError, sendJson, serveRest } from "../http.ts";
import { isObject, jsonOf } from "../json.ts";
import type { AsyncInvocations } from "./async-invocations.ts";
import type { EventSourceMapping } from "./event-source.ts";
import { updateConfiguration } from "./function-config.ts";
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
		const [, , kind, id = "", action = ""] = url.pathname
			.split("/")
			.map(decodeURIComponent);
		const { method } = request;
		const body = await text(request);
		const tell = (answer: object, status = 200) =>
			sendJson(response, status, answer);
		switch (`${method} ${kind}/${id && "*"}/${action}`) {
			case "GET account-settings//":
				return tell(this.#accountSettings());
			case "POST functions/*/invocations":
				return request.headers["x-amz-invocation-type"] === "Event"
					? this.#invokeLater(this.#function(id), body, response)
					: invoke(this.#function(id), body, response);
			case "GET functions/*/concurrency":
				return tell(describeConcurrency(this.#function(id)));
			case "PUT functions/*/concurrency":
				return tell(this.#reserve(this.#function(id), fieldsOf(body)));
			case "DELETE functions/*/concurrency":
				this.#function(id).reservedConcurrency = undefined;
				return void response.writeHead(204).end();
			case "PUT functions/*/configuration": {
				const fn = this.#function(id);
				updateConfiguration(fn, fieldsOf(body));
				return tell(describeFunction(fn));
			}
			case "PUT functions/*/code":
				this.#function(id);
				throw new AwsError(
					"InvalidParameterValueException",
					"The local endpoint cannot change the code of a function: change the app's sources, and start the run again",
				);
			case "GET functions/*/configuration":
				return tell(describeFunction(this.#function(id)));
			case "GET functions/*/": {
				const fn = this.#function(id);
				const Configuration = describeFunction(fn);
				return tell({ Configuration, Concurrency: describeConcurrency(fn) });
			}
			case "GET event-source-mappings//":
				return tell({ EventSourceMappings: this.#find(url.searchParams) });
			case "GET event-source-mappings/*/":
				return tell(describeMapping(this.#mapping(id)));
			case "PUT event-source-mappings/*/":
				return tell(updateMapping(this.#mapping(id), fieldsOf(body)), 202);
			default:
				throw notFound(
					`The local endpoint has no ${method} ${url.pathname.slice(0, 200)} of Lambda, and nothing was changed; it has Invoke, GetFunction, Get- and UpdateFunctionConfiguration, Get-, Put- and DeleteFunctionConcurrency, List-, Get- and UpdateEventSourceMapping, GetAccountSettings`,
				);
		}
	}

	#invokeLater(fn: LocalFunction, body: string, response: ServerResponse) {
		const { requestId } = this.asynchronous.invoke(fn, eventOf(body));
		response.writeHead(202, { "x-amzn-requestid": requestId }).end();
	}

	/** By name or ARN, both also with `:$LATEST`. */
	find(asked: string): LocalFunction | undefined {
		const id = asked.replace(/:\$LATEST$/, "");
		return this.functions.find(
			({ spec }) => spec.name === id || spec.arn === id,
		);
	}

	#function(id: string): LocalFunction {
		const fn = this.find(id);
		if (fn === undefined) throw notFound(`Function not found: ${id}`);
		return fn;
	}

	#mapping(id: string): EventSourceMapping {
		const mapping = this.mappings.find(({ spec }) => spec.UUID === id);
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
					(arn === null || spec.EventSourceArn === arn) &&
					(name === null ||
						spec.FunctionArn === name ||
						spec.FunctionArn?.endsWith(`:${name}`)),
			)
			.map(describeMapping);
	}

	#reserve(
		fn: LocalFunction,
		input: Readonly<Record<string, unknown>>,
	): object {
		const { ReservedConcurrentExecutions: asked, ...others } = input;
		const [odd] = Object.keys(others);
		if (odd !== undefined)
			throw new AwsError(
				"InvalidParameterValueException",
				`There is no parameter ${odd.slice(0, 100)}: allowed is ReservedConcurrentExecutions`,
			);
		const reserved = Number.isInteger(asked) ? Number(asked) : -1;
		if (reserved < 0)
			throw new AwsError(
				"InvalidParameterValueException",
				`Cannot reserve a concurrency of ${JSON.stringify(asked)?.slice(0, 100)}: allowed is a whole number from 0`,
			);
		const elsewhere = this.#reserved() - (fn.reservedConcurrency ?? 0);
		if (reserved + elsewhere > this.accountConcurrency)
			throw new AwsError(
				"InvalidParameterValueException",
				`Specified ReservedConcurrentExecutions for function decreases account's UnreservedConcurrentExecution below its minimum value: the account has ${this.accountConcurrency}, and other functions reserve ${elsewhere}`,
			);
		fn.reservedConcurrency = reserved;
		return describeConcurrency(fn);
	}

	#reserved(): number {
		return this.functions.reduce(
			(sum, { reservedConcurrency = 0 }) => sum + reservedConcurrency,
			0,
		);
	}

	#accountSettings(): object {
		const reserved = this.#reserved();
		return {
			AccountLimit: {
				ConcurrentExecutions: this.accountConcurrency,
				UnreservedConcurrentExecutions: this.accountConcurrency - reserved,
			},
			AccountUsage: { FunctionCount: this.functions.length },
		};
	}
}

async function invoke(
	fn: LocalFunction,
	body: string,
	response: ServerResponse,
): Promise<void> {
	const { payload, functionError, throttled } = await fn.invoke(eventOf(body));
	if (throttled)
		throw new AwsError("TooManyRequestsException", "Rate Exceeded.", 429);
	response.writeHead(200, {
		"content-type": "application/json",
		"x-amz-executed-version": "$LATEST",
		...(functionError && { "x-amz-function-error": functionError }),
	});
	response.end(payload);
}

function eventOf(body: string): unknown {
	return body === "" ? {} : JSON.parse(body);
}

/** The body of a request that changes something. */
function fieldsOf(body: string): Readonly<Record<string, unknown>> {
	const input = jsonOf(body === "" ? "{}" : body);
	if (isObject(input) && !Array.isArray(input)) return input;
	throw new AwsError(
		"InvalidRequestContentException",
		"Could not parse request body into json: allowed is a JSON object",
	);
}

function describeConcurrency({ reservedConcurrency }: LocalFunction): object {
	return { ReservedConcurrentExecutions: reservedConcurrency };
}

function describeFunction({ spec, environment }: LocalFunction): object {
	return {
		FunctionName: spec.name,
		FunctionArn: spec.arn,
		Runtime: "nodejs24.x",
		Handler: spec.handler,
		Description: spec.description,
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
