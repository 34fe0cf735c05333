import type { InvocationCondition } from "./async-retry.ts";
import type { Invocation } from "./environment.ts";

/**
 * What a destination is told of an asynchronous invocation.
 * https://docs.aws.amazon.com/lambda/latest/dg/invocation-async-retain-records.html
 */
export function invocationRecord(
	{ payload, functionError, throttled }: Invocation,
	about: {
		readonly requestId: string;
		readonly functionArn: string;
		readonly condition: InvocationCondition;
		readonly tries: number;
		readonly event: unknown;
	},
): object {
	return {
		version: "1.0",
		timestamp: new Date().toISOString(),
		requestContext: {
			requestId: about.requestId,
			functionArn: `${about.functionArn}:$LATEST`,
			condition: about.condition,
			approximateInvokeCount: about.tries,
		},
		requestPayload: about.event,
		responseContext: {
			statusCode: throttled ? 429 : 200,
			executedVersion: "$LATEST",
			...(functionError === undefined ? {} : { functionError }),
		},
		// A throttled invocation has no answer of the function.
		...(throttled ? {} : { responsePayload: JSON.parse(payload) }),
	};
}
