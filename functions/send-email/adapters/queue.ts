import {
	ChangeMessageVisibilityBatchCommand,
	SendMessageCommand,
	type SQSClient,
} from "@aws-sdk/client-sqs";
import { DEAD_LETTER_ATTRIBUTE } from "../../../core/contract.ts";
import { attempt } from "../../shared/aws-failure.ts";
import type { SendingDeps } from "../deps.ts";

const BATCH = 10;

/** What the function does to its queues; acknowledging is the event source mapping's part. */
export function createQueue(options: {
	readonly client: SQSClient;
	readonly queueUrl: string;
	readonly deadLetterQueueUrl: string;
	readonly report: (error: unknown) => void;
}): SendingDeps["queue"] {
	const { client, queueUrl, deadLetterQueueUrl, report } = options;
	return {
		async deadLetter(body, facts) {
			const result = await attempt(
				() =>
					client.send(
						new SendMessageCommand({
							QueueUrl: deadLetterQueueUrl,
							MessageBody: body,
							MessageAttributes: {
								[DEAD_LETTER_ATTRIBUTE]: {
									DataType: "String",
									StringValue: facts,
								},
							},
						}),
					),
				report,
			);
			return result === "unavailable" ? "failed" : "sent";
		},
		async release(records) {
			const batches = Array.from(
				{ length: Math.ceil(records.length / BATCH) },
				(_, index) => records.slice(index * BATCH, (index + 1) * BATCH),
			);
			await Promise.all(
				batches.map((batch) =>
					attempt(
						() =>
							client.send(
								new ChangeMessageVisibilityBatchCommand({
									QueueUrl: queueUrl,
									Entries: batch.map(
										({ receiptHandle, delaySeconds }, index) => ({
											Id: String(index),
											ReceiptHandle: receiptHandle,
											VisibilityTimeout: delaySeconds,
										}),
									),
								}),
							),
						report,
					),
				),
			);
		},
	};
}
