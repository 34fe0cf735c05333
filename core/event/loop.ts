import type { ServiceEvent } from "./service-event.ts";

/** EventBridge's source of the outcome events of every sender. */
export const OUTCOME_SOURCE = "sqs-gmail-sender";

/** Where a sender is, and its name there. */
export interface Place {
	readonly sender: string;
	readonly account: string;
	readonly region: string;
}

/** Whether an event tells of this very sender: its outcome, or its alarm. Mail about it would be about mail about it. */
export function isOwnEvent(
	{ source, detail, account, region }: ServiceEvent,
	own: Place,
): boolean {
	// What the event does not tell counts as ours: better one mail too few than mails without end.
	if ((account ?? own.account) !== own.account) return false;
	if ((region ?? own.region) !== own.region) return false;
	if (source === OUTCOME_SOURCE) return textOf(detail, "sender") === own.sender;
	const alarm = textOf(detail, "alarmName") ?? textOf(detail, "AlarmName");
	return alarm?.startsWith(`${own.sender}: `) === true;
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
