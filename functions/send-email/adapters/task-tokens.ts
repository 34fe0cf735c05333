import type { SFNClientConfig } from "@aws-sdk/client-sfn";
import type { SendingDeps, TaskAnswer } from "../deps.ts";

/** The task has its answer, has run out of time, or never was. */
const OVER = new Set(["TaskDoesNotExist", "TaskTimedOut", "InvalidToken"]);

/** Answers Step Functions' task tokens. Its client is loaded with the first one: most messages have none. */
export function createTaskTokens(options: {
	readonly client: SFNClientConfig;
	readonly report: (error: unknown) => void;
}): SendingDeps["tasks"] {
	const { client, report } = options;
	let loading: ReturnType<typeof load> | undefined;
	const answer = async (
		call: (sfn: Awaited<ReturnType<typeof load>>) => Promise<unknown>,
	): Promise<TaskAnswer> => {
		try {
			loading ??= load(client);
			await call(await loading);
			return "answered";
		} catch (error) {
			const name = error instanceof Error ? error.name : "";
			if (OVER.has(name)) return "over";
			report(error);
			return name === "AccessDeniedException" ? "denied" : "unavailable";
		}
	};
	return {
		succeed: (taskToken, output) =>
			answer(({ sfn, SendTaskSuccessCommand }) =>
				sfn.send(
					new SendTaskSuccessCommand({
						taskToken,
						output: JSON.stringify(output),
					}),
				),
			),
		fail: (taskToken, error, cause) =>
			answer(({ sfn, SendTaskFailureCommand }) =>
				sfn.send(new SendTaskFailureCommand({ taskToken, error, cause })),
			),
	};
}

async function load(config: SFNClientConfig) {
	const { SFNClient, SendTaskSuccessCommand, SendTaskFailureCommand } =
		await import("@aws-sdk/client-sfn");
	return {
		sfn: new SFNClient(config),
		SendTaskSuccessCommand,
		SendTaskFailureCommand,
	};
}
