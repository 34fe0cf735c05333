import { SQSClient } from "@aws-sdk/client-sqs";
import type { Email } from "../core/message/email.ts";
import { fakeInPlace } from "./fake-in-place.ts";
import { giveToFake } from "./give-to-fake.ts";
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
	const fake = fakeInPlace();
	if (fake !== undefined) {
		return Promise.all(emails.map((email) => giveToFake(fake, email)));
	}
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

/** SQS takes ten messages in a batch, and as many bytes in it as in one message. */
const MOST_MESSAGES = 10;

const MOST_BYTES = 1_048_576;

/** Messages in batches that SQS takes, in their order. */
export function batchesOf<T extends { readonly body: string }>(
	messages: readonly T[],
): readonly (readonly T[])[] {
	const batches: T[][] = [];
	let room = 0;
	for (const message of messages) {
		const bytes = Buffer.byteLength(message.body);
		const last = batches.at(-1);
		if (last === undefined || last.length === MOST_MESSAGES || bytes > room) {
			batches.push([message]);
			room = MOST_BYTES - bytes;
		} else {
			last.push(message);
			room -= bytes;
		}
	}
	return batches;
}
