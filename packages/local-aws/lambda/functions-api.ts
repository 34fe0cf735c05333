import type { ServerResponse } from "node:http";
import { AwsError, sendJson } from "../http.ts";
import type { AsyncInvocations } from "./async-invocations.ts";
import type { LocalFunction } from "./local-function.ts";

/** Invoke, which leaves an event there. */
export function invokeLater(
	fn: LocalFunction,
	body: string,
	asynchronous: AsyncInvocations,
	response: ServerResponse,
): void {
	const { requestId } = asynchronous.invoke(fn, eventOf(body));
	response.writeHead(202, { "x-amzn-requestid": requestId }).end();
}

/** Invoke, which waits for the answer. */
export async function invoke(
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
		...(functionError === undefined
			? {}
			: { "x-amz-function-error": functionError }),
	});
	response.end(payload);
}

function eventOf(body: string): unknown {
	return body === "" ? {} : JSON.parse(body);
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
