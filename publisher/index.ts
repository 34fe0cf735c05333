/** What a producer needs: put mail on a sender's queue, now or later, and ask what became of it. */
export type {
	EarlierEmail,
	Email,
	EmailAddress,
	EmailFile,
} from "../core/message/email.ts";
export type { Problem } from "../core/message/problem.ts";
export type { EmailOutcome } from "./email-outcome.ts";
export { EmailNotQueued, EmailRefused } from "./errors.ts";
export { outcomeOf } from "./outcome-of.ts";
export { type ScheduledEmail, scheduleEmail } from "./schedule-email.ts";
export type { SendEmailsOptions, SendResult } from "./send-batch.ts";
export { type Receipt, sendEmail } from "./send-email.ts";
export { sendEmails } from "./send-emails.ts";
export type { PublisherOptions } from "./settings.ts";
