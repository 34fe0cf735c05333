import { InvokeCommand } from "@aws-sdk/client-lambda";
import { argument } from "../terminal/argument.ts";
import { OPS } from "../terminal/called-by.ts";
import { whyOf } from "./reading.ts";
import type { Target } from "./target.ts";

/** What is asked of the breaker function. */
export type BreakerRequest = Readonly<Record<string, string | undefined>> & {
	readonly action: "tick" | "hold" | "resume" | "cancel";
};

export interface BreakerAnswer {
	/** false: nothing was done. */
	readonly ok: boolean;
	readonly message: string;
	/** Ids of the rules that hold mail and are told of. */
	readonly rules?: readonly string[];
}

/** What ends the holds that an answer tells of: of each rule, or of everything. */
export function resumeCommands(
	{ rules = [] }: BreakerAnswer,
	flags: string,
): string {
	return rules.length === 0
		? `${OPS} resume${flags}`
		: rules
				.map((id) => `${OPS} resume --rule=${argument(id)}${flags}`)
				.join(" && ");
}

/** Has the breaker function do something; it alone writes what operators want. */
export async function askBreaker(
	target: Target,
	request: BreakerRequest,
): Promise<BreakerAnswer> {
	const { breakerFunctionName: name, breakerLogGroupName } = target.sender;
	const logs = `its log: aws logs tail ${argument(breakerLogGroupName)} --since 10m`;
	try {
		const { text, failed } = await invokeBreaker(target, request);
		const answer: unknown = JSON.parse(text);
		if (!failed && isAnswer(answer)) return answer;
		return {
			ok: false,
			message: `Cannot tell whether this was done: the breaker function ${name} failed. Look at ${OPS} status, and into ${logs}`,
		};
	} catch (error) {
		const why = whyOf(error);
		return {
			ok: false,
			message: why.startsWith("AccessDenied")
				? `Cannot do this as you may not invoke ${name} (${why}). Nothing was done. Use credentials with lambda:InvokeFunction on it`
				: `Cannot reach the breaker function ${name} (${why}: ${error instanceof Error ? error.message : ""}). Look at ${OPS} status before you try again, and into ${logs}`,
		};
	}
}

/** @returns what the breaker function answers, or how it failed. */
export async function invokeBreaker(
	{ lambda, sender }: Target,
	request: object,
): Promise<{ readonly text: string; readonly failed: boolean }> {
	const { Payload, FunctionError } = await lambda.send(
		new InvokeCommand({
			FunctionName: sender.breakerFunctionName,
			Payload: JSON.stringify(request),
		}),
	);
	const text = new TextDecoder().decode(Payload);
	return { text, failed: FunctionError !== undefined };
}

function isAnswer(value: unknown): value is BreakerAnswer {
	return (
		typeof value === "object" &&
		value !== null &&
		"ok" in value &&
		"message" in value
	);
}
