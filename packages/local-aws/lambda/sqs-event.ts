import type { Message } from "@aws-sdk/client-sqs";

/** Lambda takes 6 MB in one invocation; a larger batch is delivered in parts. */
const MOST_BYTES = 6_000_000;

/** The event that Lambda makes of a batch of messages. */
export function sqsEvent(
	batch: readonly Message[],
	from: { readonly queueArn: string; readonly region: string },
): object {
	return {
		Records: batch.map(
			({
				MessageId,
				ReceiptHandle,
				Body,
				Attributes,
				MessageAttributes = {},
				MD5OfBody,
			}) => ({
				messageId: MessageId,
				receiptHandle: ReceiptHandle,
				body: Body,
				attributes: Attributes,
				messageAttributes: Object.fromEntries(
					Object.entries(MessageAttributes).map(
						([name, { DataType, StringValue, BinaryValue }]) => [
							name,
							{
								dataType: DataType,
								stringListValues: [],
								binaryListValues: [],
								stringValue: StringValue,
								binaryValue:
									BinaryValue && Buffer.from(BinaryValue).toString("base64"),
							},
						],
					),
				),
				md5OfBody: MD5OfBody,
				eventSource: "aws:sqs",
				eventSourceARN: from.queueArn,
				awsRegion: from.region,
			}),
		),
	};
}

export function splitByPayload(batch: readonly Message[]): Message[][] {
	const parts: Message[][] = [];
	let room = 0;
	for (const message of batch) {
		const size = Buffer.byteLength(JSON.stringify(message));
		if (size > room) {
			parts.push([]);
			room = MOST_BYTES;
		}
		parts.at(-1)?.push(message);
		room -= size;
	}
	return parts;
}
