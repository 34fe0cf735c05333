import type { DeadCause } from "./causes.ts";

/** Name of the error that a Step Functions task fails with, for its Catch and Retry. */
export function taskError(cause: DeadCause | "expired"): string {
	const words = cause.split("-");
	const name = words.map(
		(word) => word.charAt(0).toUpperCase() + word.slice(1),
	);
	return `SqsGmailSender.${name.join("")}`;
}
