import type { IncomingMessage, ServerResponse } from "node:http";
import type { EventSourceMapping } from "../../event-source.ts";
import type { LocalFunction } from "../../lambda/local-function.ts";
import { readBody, sendJson } from "./http.ts";

/** Lambda's API: Invoke, GetFunctionConfiguration, and event source mappings. */
export class LambdaApi {
	readonly functions: LocalFunction[] = [];
	readonly mappings: EventSourceMapping[] = [];

	async handle(
		request: IncomingMessage,
		response: ServerResponse,
	): Promise<void> {
		const { pathname, searchParams } = new URL(
			request.url ?? "/",
			"http://localhost",
		);
		const [, , kind, id, action] = pathname.split("/").map(decodeURIComponent);
		const body = await readBody(request);
		if (kind === "functions" && id !== undefined) {
			const fn = this.functions.find(
				({ spec }) => spec.name === id || spec.arn === id,
			);
			if (fn === undefined)
				return notFound(response, `Function not found: ${id}`);
			if (action === "invocations") return invoke(fn, body, request, response);
			if (action === "configuration" || action === undefined)
				return sendJson(
					response,
					200,
					action === undefined
						? { Configuration: describeFunction(fn) }
						: describeFunction(fn),
				);
		}
		if (kind === "event-source-mappings") {
			if (id === undefined || id === "") {
				const arn = searchParams.get("EventSourceArn");
				const name = searchParams.get("FunctionName");
				const found = this.mappings.filter(
					({ spec }) =>
						(arn === null || spec.queueArn === arn) &&
						(name === null ||
							spec.functionName === name ||
							spec.functionArn === name),
				);
				return sendJson(response, 200, {
					EventSourceMappings: found.map(describeMapping),
				});
			}
			const mapping = this.mappings.find(({ spec }) => spec.id === id);
			if (mapping === undefined)
				return notFound(response, "The resource you requested does not exist.");
			if (request.method === "PUT")
				return updateMapping(mapping, body, response);
			return sendJson(response, 200, describeMapping(mapping));
		}
		notFound(
			response,
			`The local endpoint has no ${request.method} ${pathname} of Lambda`,
		);
	}
}

async function invoke(
	fn: LocalFunction,
	body: string,
	request: IncomingMessage,
	response: ServerResponse,
): Promise<void> {
	const event: unknown = body === "" ? {} : JSON.parse(body);
	if (request.headers["x-amz-invocation-type"] === "Event") {
		void fn.invoke(event);
		return sendJson(response, 202, undefined);
	}
	const { payload, functionError } = await fn.invoke(event);
	response.writeHead(200, {
		"content-type": "application/json",
		"x-amz-executed-version": "$LATEST",
		...(functionError === undefined
			? {}
			: { "x-amz-function-error": functionError }),
	});
	response.end(payload);
}

async function updateMapping(
	mapping: EventSourceMapping,
	body: string,
	response: ServerResponse,
): Promise<void> {
	const {
		Enabled,
		FunctionName: _name,
		...others
	} = JSON.parse(body) as Record<string, unknown>;
	const [unknown] = Object.keys(others);
	if (unknown !== undefined) {
		response.setHeader("x-amzn-errortype", "InvalidParameterValueException");
		return sendJson(response, 400, {
			message: `The local endpoint changes only Enabled of a mapping, not ${unknown}: change the app and start again`,
		});
	}
	if (Enabled === true) mapping.enable();
	// AWS answers at once and lets what is at work finish.
	if (Enabled === false) void mapping.disable();
	sendJson(response, 202, describeMapping(mapping));
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
		State: "Active",
		LastUpdateStatus: "Successful",
	};
}

function describeMapping({ spec, enabled }: EventSourceMapping): object {
	return {
		UUID: spec.id,
		BatchSize: spec.batchSize,
		MaximumBatchingWindowInSeconds: spec.windowSeconds,
		EventSourceArn: spec.queueArn,
		FunctionArn: spec.functionArn,
		State: enabled ? "Enabled" : "Disabled",
		StateTransitionReason: "USER_INITIATED",
		FunctionResponseTypes: spec.reportsItemFailures
			? ["ReportBatchItemFailures"]
			: [],
		ScalingConfig: { MaximumConcurrency: spec.maxConcurrency },
	};
}

function notFound(response: ServerResponse, message: string): void {
	response.setHeader("x-amzn-errortype", "ResourceNotFoundException");
	sendJson(response, 404, { Type: "User", Message: message, message });
}
