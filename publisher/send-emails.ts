import {
	type BatchResultErrorEntry,
	SendMessageBatchCommand,
	SQSClient,
} from "@aws-sdk/client-sqs";
import type { Problem } from "../functions/send-email/domain/problem.ts";
import { batchesOf } from "./batches.ts";
import type { Email } from "./email.ts";
import { needed, type PublisherOptions } from "./settings.ts";
import { toBody } from "./to-body.ts";

/** What became of one message of several. */
export type SendResult =
	| { readonly kind: "queued"; readonly id: string; readonly messageId: string }
	/** The sender would refuse it: nothing was queued, and another try won't help. */
	| { readonly kind: "invalid"; readonly problems: readonly Problem[] }
	/** AWS did not take it: try again with the same id. */
	| { readonly kind: "failed"; readonly sentence: string };

/** One message on its way: where it stands in the caller's list, and what goes on the queue. */
interface Entry {
	readonly index: number;
	readonly id: string | undefined;
	readonly body: string;
	/** SQS's DelaySeconds. */
	readonly delaySeconds?: number;
}

const TRIES = 4;
const FIRST_PAUSE_MS = 200;

/**
 * Puts messages on the sender's queue, ten at a time. A bad one does not hold up the others.
 *
 * @returns what became of each, in the order given. Look at it: nothing is thrown for a message.
 * @throws Error when it is not known where the queue is.
 */
export async function sendEmails(
	emails: readonly Email[],
	options: PublisherOptions & {
		/** Seconds until the messages can be received, 0 to 900. */
		readonly delaySeconds?: number;
	} = {},
): Promise<readonly SendResult[]> {
	const queueUrl = needed("queueUrl", options, "send mail");
	const results: SendResult[] = [];
	const entries: Entry[] = [];
	for (const [index, email] of emails.entries()) {
		const body = await bodyOf(email, options);
		if (body.kind !== "body") results[index] = body;
		else entries.push({ index, ...body, ...delayOf(options) });
	}
	const client = options.sqs ?? new SQSClient();
	try {
		for (const batch of batchesOf(entries)) {
			const sent = await sendBatch(batch, { client, queueUrl }, options);
			for (const [index, result] of sent) results[index] = result;
		}
	} finally {
		if (options.sqs === undefined) client.destroy();
	}
	return results;
}

async function bodyOf(email: Email, options: PublisherOptions) {
	try {
		return await toBody(email, options);
	} catch (error) {
		return failed(`S3 did not take it, ${textOf(error)}`);
	}
}

function delayOf({ delaySeconds }: { readonly delaySeconds?: number }) {
	return delaySeconds === undefined ? {} : { delaySeconds };
}

async function sendBatch(
	batch: readonly Entry[],
	{
		client,
		queueUrl,
	}: { readonly client: SQSClient; readonly queueUrl: string },
	{ sleep = pause }: PublisherOptions,
): Promise<ReadonlyMap<number, SendResult>> {
	const results = new Map<number, SendResult>();
	let left = batch;
	for (let attempt = 1; left.length > 0; attempt += 1) {
		const { Successful = [], Failed = [] } = await client
			.send(
				new SendMessageBatchCommand({
					QueueUrl: queueUrl,
					Entries: left.map(({ body, delaySeconds }, position) => ({
						Id: String(position),
						MessageBody: body,
						...(delaySeconds === undefined
							? {}
							: { DelaySeconds: delaySeconds }),
					})),
				}),
			)
			.catch((error) => ({ Successful: [], Failed: allFailed(left, error) }));
		for (const { Id, MessageId = "" } of Successful) {
			const entry = left[Number(Id)];
			if (entry === undefined) continue;
			const { index, id = MessageId } = entry;
			results.set(index, { kind: "queued", id, messageId: MessageId });
		}
		const again = Failed.filter(
			({ SenderFault }) => SenderFault !== true && attempt < TRIES,
		);
		for (const refusal of Failed) {
			const entry = left[Number(refusal.Id)];
			if (entry === undefined || again.includes(refusal)) continue;
			results.set(entry.index, failed(sayRefusal(refusal)));
		}
		left = again.flatMap(({ Id }) => left[Number(Id)] ?? []);
		if (left.length > 0) await sleep(FIRST_PAUSE_MS * 2 ** (attempt - 1));
	}
	return results;
}

// The SDK has tried the whole call again already.
function allFailed(
	batch: readonly Entry[],
	error: unknown,
): BatchResultErrorEntry[] {
	return batch.map((_entry, position) => ({
		Id: String(position),
		SenderFault: true,
		Code: undefined,
		Message: textOf(error),
	}));
}

function sayRefusal({ Code, Message }: BatchResultErrorEntry): string {
	return `SQS did not take it, ${[Code, Message].filter((part) => part !== undefined).join(": ")}`;
}

function failed(sentence: string): SendResult & { readonly kind: "failed" } {
	return { kind: "failed", sentence };
}

function textOf(error: unknown): string {
	return error instanceof Error
		? `${error.name}: ${error.message}`
		: String(error);
}

function pause(ms: number): Promise<void> {
	return new Promise((resolve) => setTimeout(resolve, ms));
}
