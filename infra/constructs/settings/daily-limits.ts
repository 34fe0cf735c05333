/** What a mailbox may send in a rolling 24 hours. */
export interface DailyLimits {
	readonly messages: number;
	readonly recipients: number;
}

export type MailboxType = "consumer" | "workspace" | "workspace-trial";

const RELAY = "smtp-relay.gmail.com";
const RELAY_LIMITS: DailyLimits = { messages: 10_000, recipients: 10_000 };

/**
 * Google's figures: https://support.google.com/a/answer/166852 and, for the relay, answer/2956491.
 * Of a Workspace mailbox's 10,000 recipients 3,000 may be outside its organisation; we can't tell who
 * is, so that wall is learned from a refusal. A trial's 500 recipients are those outside: what most mail is.
 */
const LIMITS: Readonly<Record<MailboxType, DailyLimits>> = {
	consumer: { messages: 500, recipients: 500 },
	workspace: { messages: 2_000, recipients: 10_000 },
	"workspace-trial": { messages: 500, recipients: 500 },
};

/** What Google allows a mailbox. The relay is for paid Workspace mailboxes only. */
export function limitsOf(type: MailboxType, smtpHost: string): DailyLimits {
	const isRelay = type === "workspace" && smtpHost.toLowerCase() === RELAY;
	return isRelay ? RELAY_LIMITS : LIMITS[type];
}

/** Whether it is a type we know; JavaScript may say anything. */
export function isMailboxType(type: string | undefined): type is MailboxType {
	return type !== undefined && Object.hasOwn(LIMITS, type);
}

export const MAILBOX_TYPES: readonly string[] = Object.keys(LIMITS);
