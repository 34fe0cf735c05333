import { InvokeCommand } from "@aws-sdk/client-lambda";
import { argument } from "../terminal/argument.ts";
import { OPS } from "../terminal/called-by.ts";
import { whyOf } from "./reading.ts";
import type { Target } from "./target.ts";

/** A request to the breaker function. */
export type BreakerRequest = Readonly<Record<string, string | undefined>> & {
	readonly action: "tick" | "hold" | "resume" | "cancel";
};

export interface BreakerAnswer {
	/** false: nothing was done. */
	readonly ok: boolean;
	readonly message: string;
	/** Ids of the rules that hold mail and that the message names. */
	readonly rules?: readonly string[];
}

/** The commands that end the holds in an answer: the hold of each rule, or of all mail. */
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

/** Invokes the breaker function, which alone writes the decisions of operators. */
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
			message: `Cannot tell whether this was done: the breaker function ${name} failed. Check ${OPS} status and ${logs}`,
		};
	} catch (error) {
		const why = whyOf(error);
		return {
			ok: false,
			message: why.startsWith("AccessDenied")
				? `Cannot do this as you have no permission to invoke ${name} (${why}). Nothing was done. Use credentials with lambda:InvokeFunction on it`
				: `Cannot reach the breaker function ${name} (${why}: ${error instanceof Error ? error.message : ""}). Before you try again, check ${OPS} status and ${logs}`,
		};
	}
}

/** @returns the answer of the breaker function, or its error. */
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
