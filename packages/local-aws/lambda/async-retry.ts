import type { Invocation } from "./environment.ts";
import type { InvokeConfig } from "./invoke-config.ts";

/** Why an asynchronous invocation is over. */
export type InvocationCondition =
	| "Success"
	| "RetriesExhausted"
	| "EventAgeExceeded"
	| "ZeroReservedConcurrency";

export type NextStep =
	| { readonly kind: "over"; readonly condition: InvocationCondition }
	| { readonly kind: "retry"; readonly delayMs: number };

const MINUTE_MS = 60_000;
const LONGEST_BACKOFF_MS = 5 * MINUTE_MS;

/**
 * What follows from an attempt. Errors of the function are retried twice, after one and two minutes;
 * throttling for as long as the event may live, after 1 s up to 5 min.
 * https://docs.aws.amazon.com/lambda/latest/dg/invocation-async-error-handling.html
 */
export function nextStep(
	{ functionError, throttled = false }: Invocation,
	soFar: {
		/** Attempts that reached the function, this one included. */
		readonly tries: number;
		/** Attempts that were throttled, this one included. */
		readonly throttles: number;
		readonly ageMs: number;
		/** The function's own limit. */
		readonly reservedConcurrency: number | undefined;
	},
	{ maxRetries, maxAgeMs }: InvokeConfig,
): NextStep {
	const { tries, throttles, ageMs, reservedConcurrency } = soFar;
	if (!throttled && functionError === undefined)
		return { kind: "over", condition: "Success" };
	if (throttled && reservedConcurrency === 0)
		return { kind: "over", condition: "ZeroReservedConcurrency" };
	if (!throttled && tries > maxRetries)
		return { kind: "over", condition: "RetriesExhausted" };
	const delayMs = throttled
		? Math.min(LONGEST_BACKOFF_MS, 1000 * 2 ** (throttles - 1))
		: tries * MINUTE_MS;
	return ageMs + delayMs > maxAgeMs
		? { kind: "over", condition: "EventAgeExceeded" }
		: { kind: "retry", delayMs };
}
