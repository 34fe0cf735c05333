import { AwsError } from "../http.ts";
import { isObject } from "../json.ts";
import type { FunctionChanges, LocalFunction } from "./local-function.ts";

/** What an update may change here. */
const CHANGEABLE = [
	"Description",
	"Environment",
	"Handler",
	"MemorySize",
	"Timeout",
];
/** AWS's own names, which nobody may set. */
const RESERVED = [
	"AWS_ACCESS_KEY_ID",
	"AWS_SECRET_ACCESS_KEY",
	"AWS_SESSION_TOKEN",
	"AWS_REGION",
	"AWS_DEFAULT_REGION",
	"AWS_LAMBDA_RUNTIME_API",
	"AWS_LAMBDA_FUNCTION_NAME",
	"AWS_LAMBDA_FUNCTION_MEMORY_SIZE",
	"AWS_LAMBDA_LOG_GROUP_NAME",
	"AWS_LAMBDA_LOG_STREAM_NAME",
	"LAMBDA_TASK_ROOT",
	"_HANDLER",
];
const VARIABLE = /^[A-Za-z]\w+$/;

/** UpdateFunctionConfiguration: the next cold start, which is the next invocation, takes it over. @throws AwsError */
export function updateConfiguration(
	fn: LocalFunction,
	input: Readonly<Record<string, unknown>>,
): void {
	const odd = Object.keys(input).find((name) => !CHANGEABLE.includes(name));
	if (odd !== undefined)
		throw invalid(
			`The local endpoint cannot change ${odd} of a function; it can change ${CHANGEABLE.join(", ")}`,
		);
	const { Description, Environment, Handler, MemorySize, Timeout } = input;
	const changes: FunctionChanges = {
		...(Description === undefined
			? {}
			: { description: text("Description", Description, /^.{0,256}$/s) }),
		...(Handler === undefined
			? {}
			: { handler: text("Handler", Handler, /^[^\s.]+\.[^\s.]+$/) }),
		...(MemorySize === undefined
			? {}
			: { memoryMiB: whole("MemorySize", MemorySize, 128, 10_240) }),
		...(Timeout === undefined
			? {}
			: { timeoutSeconds: whole("Timeout", Timeout, 1, 900) }),
		...(Environment === undefined
			? {}
			: { environment: variablesOf(Environment, fn.environment) }),
	};
	fn.configure(changes);
}

function variablesOf(
	environment: unknown,
	now: Readonly<Record<string, string>>,
): Record<string, string> {
	const { Variables = {}, ...others } = isObject(environment)
		? environment
		: { others: environment };
	if (!isObject(Variables) || Object.keys(others).length > 0)
		throw invalid(
			'Cannot read Environment: allowed is {"Variables":{"NAME":"value"}}',
		);
	const kept = Object.fromEntries(
		RESERVED.flatMap((name) =>
			now[name] === undefined ? [] : [[name, now[name]]],
		),
	);
	for (const [name, value] of Object.entries(Variables)) {
		// What was read is often given back whole.
		if (RESERVED.includes(name) && value !== kept[name])
			throw invalid(
				`Lambda was unable to configure your environment variables because the environment variables you have provided contains reserved keys that are currently not supported for modification. Reserved keys used in this request: ${name}`,
			);
		if (typeof value !== "string" || !VARIABLE.test(name))
			throw invalid(
				`Cannot set the variable ${name.slice(0, 100)}: allowed are names of letters, digits and _ that begin with a letter, and texts`,
			);
	}
	return { ...(Variables as Record<string, string>), ...kept };
}

function text(name: string, value: unknown, allowed: RegExp): string {
	if (typeof value === "string" && allowed.test(value)) return value;
	throw invalid(
		`Value ${JSON.stringify(value)?.slice(0, 200)} at '${name}' failed to satisfy constraint: Member must satisfy regular expression pattern: ${allowed.source}`,
	);
}

function whole(
	name: string,
	value: unknown,
	least: number,
	most: number,
): number {
	const number = Number.isInteger(value) ? Number(value) : Number.NaN;
	if (number >= least && number <= most) return number;
	throw invalid(
		`Value ${JSON.stringify(value)?.slice(0, 200)} at '${name}' failed to satisfy constraint: allowed is a whole number from ${least} to ${most}`,
	);
}

function invalid(message: string): AwsError {
	return new AwsError("InvalidParameterValueException", message);
}
