import { InvokeCommand } from "@aws-sdk/client-lambda";
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
}

/** Has the breaker function do something; it alone writes what operators want. */
export async function askBreaker(
	{ lambda, sender }: Target,
	request: BreakerRequest,
): Promise<BreakerAnswer> {
	const { breakerFunctionName: name, breakerLogGroupName } = sender;
	const logs = `its log: aws logs tail ${breakerLogGroupName} --since 10m`;
	try {
		const { Payload, FunctionError } = await lambda.send(
			new InvokeCommand({
				FunctionName: name,
				Payload: JSON.stringify(request),
			}),
		);
		const answer: unknown = JSON.parse(new TextDecoder().decode(Payload));
		if (FunctionError === undefined && isAnswer(answer)) return answer;
		return {
			ok: false,
			message: `Cannot tell whether this was done: the breaker function ${name} failed. Look at npm run ops -- status, and into ${logs}`,
		};
	} catch (error) {
		const why = whyOf(error);
		return {
			ok: false,
			message: why.startsWith("AccessDenied")
				? `Cannot do this as you may not invoke ${name} (${why}). Nothing was done. Use credentials with lambda:InvokeFunction on it`
				: `Cannot reach the breaker function ${name} (${why}: ${error instanceof Error ? error.message : ""}). Look at npm run ops -- status before you try again, and into ${logs}`,
		};
	}
}

function isAnswer(value: unknown): value is BreakerAnswer {
	return (
		typeof value === "object" &&
		value !== null &&
		"ok" in value &&
		"message" in value
	);
}
