import {
	type BatchResultErrorEntry,
	SendMessageBatchCommand,
	type SQSClient,
} from "@aws-sdk/client-sqs";
import type { Problem } from "../core/message/problem.ts";
import { describeError } from "./errors.ts";
import type { PublisherOptions } from "./settings.ts";

/** One message on its way: where it stands in the caller's list, and what goes on the queue. */
export interface Entry {
	readonly index: number;
	readonly id: string | undefined;
	readonly body: string;
}

const TRIES = 4;
const FIRST_PAUSE_MS = 200;

/**
 * Sends one batch, and again what SQS could not take for the moment.
 *
 * @returns what became of each entry that SQS told of, by its index.
 */
export async function sendBatch(
	batch: readonly Entry[],
	{
		client,
		queueUrl,
	}: { readonly client: SQSClient; readonly queueUrl: string },
	{ sleep = pause, delaySeconds }: SendEmailsOptions,
): Promise<ReadonlyMap<number, SendResult>> {
	const results = new Map<number, SendResult>();
	let left = batch;
	for (let attempt = 1; left.length > 0; attempt += 1) {
		const { Successful = [], Failed = [] } = await client
			.send(
				new SendMessageBatchCommand({
					QueueUrl: queueUrl,
					Entries: left.map(({ body }, position) => ({
						Id: String(position),
						MessageBody: body,
						DelaySeconds: delaySeconds,
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
		const again: Entry[] = [];
		for (const refusal of Failed) {
			const entry = left[Number(refusal.Id)];
			if (entry === undefined) continue;
			if (refusal.SenderFault !== true && attempt < TRIES) again.push(entry);
			else results.set(entry.index, failed(refusal));
		}
		left = again;
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
		Message: describeError(error),
	}));
}

function failed({ Code, Message }: BatchResultErrorEntry): SendResult {
	const why = [Code, Message].filter((part) => part !== undefined).join(": ");
	return { kind: "failed", sentence: `SQS did not take it, ${why}` };
}

function pause(ms: number): Promise<void> {
	return new Promise((resolve) => setTimeout(resolve, ms));
}

/** What became of one message of several. */
export type SendResult =
	| { readonly kind: "queued"; readonly id: string; readonly messageId: string }
	/** The sender would refuse it: nothing was queued, and another try won't help. */
	| { readonly kind: "invalid"; readonly problems: readonly Problem[] }
	/** AWS did not take it: try again with the same id. */
	| { readonly kind: "failed"; readonly sentence: string };

/** Options of `sendEmail` and `sendEmails`. */
export interface SendEmailsOptions extends PublisherOptions {
	/** Seconds until the messages can be received, 0 to 900. @default 0 */
	readonly delaySeconds?: number;
}
