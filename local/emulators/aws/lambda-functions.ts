import type { IncomingMessage, ServerResponse } from "node:http";
import type { LocalFunction } from "../../lambda/local-function.ts";
import { AwsError, sendJson } from "./http.ts";

/** Invoke: waits for the answer, unless the event is only to be left there. */
export async function invoke(
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
	const { payload, functionError, throttled } = await fn.invoke(event);
	if (throttled)
		throw new AwsError("TooManyRequestsException", "Rate Exceeded.", 429);
	response.writeHead(200, {
		"content-type": "application/json",
		"x-amz-executed-version": "$LATEST",
		...(functionError === undefined
			? {}
			: { "x-amz-function-error": functionError }),
	});
	response.end(payload);
}

/** PutFunctionConcurrency, GetFunctionConcurrency and DeleteFunctionConcurrency. */
export function serveConcurrency(
	fn: LocalFunction,
	method: string,
	body: string,
	response: ServerResponse,
): void {
	if (method === "DELETE") {
		fn.reservedConcurrency = undefined;
		response.writeHead(204).end();
		return;
	}
	if (method === "PUT") {
		const { ReservedConcurrentExecutions: reserved } = JSON.parse(body) as {
			readonly ReservedConcurrentExecutions?: unknown;
		};
		if (!Number.isInteger(reserved) || Number(reserved) < 0)
			throw new AwsError(
				"InvalidParameterValueException",
				`Cannot reserve a concurrency of ${JSON.stringify(reserved)}: allowed is a whole number from 0`,
			);
		fn.reservedConcurrency = Number(reserved);
	}
	sendJson(response, 200, {
		ReservedConcurrentExecutions: fn.reservedConcurrency,
	});
}
