import { ACCOUNT } from "../http.ts";

/** One firing of a schedule. */
export interface Firing {
	readonly scheduleArn: string;
	/** When it was due, epoch ms. */
	readonly scheduledMs: number;
	readonly executionId: string;
}

/**
 * Puts the context of an execution into a target's Input.
 * https://docs.aws.amazon.com/scheduler/latest/UserGuide/managing-schedule-context-attributes.html
 */
export function fillContext(input: string, execution: Firing): string {
	const attributes: Readonly<Record<string, string>> = {
		"schedule-arn": execution.scheduleArn,
		"scheduled-time": timeOf(execution.scheduledMs),
		"execution-id": execution.executionId,
		// What goes wrong here is not tried again: the SDK's client does so by itself.
		"attempt-number": "1",
	};
	return input.replace(
		/<aws\.scheduler\.([a-z-]+)>/g,
		(keyword, name: string) => attributes[name] ?? keyword,
	);
}

/**
 * What a target gets: its Input, or without one "a default notification". Its detail is a string,
 * unlike that of EventBridge's rules.
 * https://docs.aws.amazon.com/scheduler/latest/APIReference/API_Target.html
 */
export function executionText(
	input: string | undefined,
	execution: Firing,
	region: string,
): string {
	if (input !== undefined) return fillContext(input, execution);
	const { scheduleArn, scheduledMs } = execution;
	return JSON.stringify({
		version: "0",
		id: crypto.randomUUID(),
		"detail-type": "Scheduled Event",
		source: "aws.scheduler",
		account: ACCOUNT,
		time: timeOf(scheduledMs),
		region,
		resources: [scheduleArn],
		detail: "{}",
	});
}

function timeOf(ms: number): string {
	return new Date(ms).toISOString().replace(/\.\d+Z$/, "Z");
}
