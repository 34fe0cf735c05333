import type { Email } from "../core/message/email.ts";
import { EmailNotQueued, EmailRefused } from "./errors.ts";
import type { SendEmailsOptions, SendResult } from "./send-batch.ts";
import { sendEmails } from "./send-emails.ts";

/** What proves that a message is on the queue. */
export interface Receipt {
	/** Its idempotency key: the message's own id, or SQS's message id. */
	readonly id: string;
	/** SQS's message id. */
	readonly messageId: string;
}

/**
 * Puts a message on the sender's queue. Give it an `id` that follows from the business event: sent
 * again with the same id, it reaches people once.
 *
 * @throws EmailRefused when the sender would refuse it: nothing was queued, and another try won't help.
 * @throws EmailNotQueued when AWS did not take it: try again with the same id.
 */
export async function sendEmail(
	email: Email,
	options: SendEmailsOptions = {},
): Promise<Receipt> {
	const [result] = await sendEmails([email], options);
	return receiptOf(result);
}

/** @throws as sendEmail() does. */
export function receiptOf(result: SendResult | undefined): Receipt {
	if (result?.kind === "queued") {
		const { id, messageId } = result;
		return { id, messageId };
	}
	if (result?.kind === "invalid") throw new EmailRefused(result.problems);
	throw new EmailNotQueued(
		`Cannot queue the message: ${result?.sentence ?? "there was no answer"}`,
	);
}
