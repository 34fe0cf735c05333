import type { ServiceEvent } from "./service-event.ts";

/** EventBridge's source of the outcome events of every sender. */
export const OUTCOME_SOURCE = "sqs-gmail-sender";

/** Whether an event tells of this very sender: its outcome, or its alarm. Mail about it would be about mail about it. */
export function isOwnEvent(
	{ source, detail }: ServiceEvent,
	sender: string,
): boolean {
	if (source === OUTCOME_SOURCE) return textOf(detail, "sender") === sender;
	const alarm = textOf(detail, "alarmName") ?? textOf(detail, "AlarmName");
	return alarm?.startsWith(`${sender}: `) === true;
}

/** Whether it tells of what became of a mail, of whichever sender. */
export function isOutcome({ source }: ServiceEvent): boolean {
	return source === OUTCOME_SOURCE;
}

function textOf(detail: unknown, name: string): string | undefined {
	if (typeof detail !== "object" || detail === null) return undefined;
	const value = (detail as Readonly<Record<string, unknown>>)[name];
	return typeof value === "string" ? value : undefined;
}
