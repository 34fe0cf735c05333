import type { SQSEvent, SQSRecord } from "aws-lambda";
import { fromOutside } from "../../../core/outside.ts";
import type { QueueRecord } from "../record.ts";

/** Reads Lambda's event. @throws Error when it is no SQS event: the whole batch then comes back. */
export function readRecords(event: SQSEvent): readonly QueueRecord[] {
	if (!Array.isArray(event?.Records)) {
		throw new Error(
			"Cannot read the event as a batch of SQS records: current value has no Records",
		);
	}
	return event.Records.map(readRecord);
}

function readRecord({
	messageId,
	receiptHandle,
	body,
	attributes,
	messageAttributes,
}: SQSRecord): QueueRecord {
	return {
		messageId,
		receiptHandle,
		body,
		receiveCount: Number(attributes.ApproximateReceiveCount) || 1,
		sentAt: Number(attributes.SentTimestamp) || Date.now(),
		senderId: fromOutside(attributes.SenderId ?? ""),
		attributes: Object.fromEntries(
			Object.entries(messageAttributes ?? {}).map(
				([name, { dataType, stringValue, binaryValue }]) => [
					name,
					{
						type: dataType,
						value: fromOutside(stringValue ?? binaryValue ?? ""),
					},
				],
			),
		),
	};
}
