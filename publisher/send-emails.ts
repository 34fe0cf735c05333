import { SQSClient } from "@aws-sdk/client-sqs";
import { batchesOf } from "./batches.ts";
import type { Email } from "./email.ts";
import {
	type Entry,
	type SendEmailsOptions,
	type SendResult,
	sendBatch,
} from "./send-batch.ts";
import { needed } from "./settings.ts";
import { writeBody } from "./write-body.ts";

/**
 * Puts messages on the sender's queue, ten at a time. A bad one does not hold up the others.
 *
 * @returns what became of each, in the order given. Look at it: nothing is thrown for a message.
 * @throws Error when it is not known where the queue is.
 */
export async function sendEmails(
	emails: readonly Email[],
	options: SendEmailsOptions = {},
): Promise<readonly SendResult[]> {
	const queueUrl = needed("queueUrl", options, "send mail");
	const results = new Map<number, SendResult>();
	const entries: Entry[] = [];
	for (const [index, email] of emails.entries()) {
		const body = await writeBody(email, options);
		if (body.kind === "body") entries.push({ index, ...body });
		else results.set(index, body);
	}
	const client = options.sqs ?? new SQSClient();
	try {
		for (const batch of batchesOf(entries)) {
			const sent = await sendBatch(batch, { client, queueUrl }, options);
			for (const [index, result] of sent) results.set(index, result);
		}
	} finally {
		if (options.sqs === undefined) client.destroy();
	}
	return emails.map((_email, index) => results.get(index) ?? UNANSWERED);
}

const UNANSWERED: SendResult = {
	kind: "failed",
	sentence: "SQS did not say whether it took it",
};
