import {
	DeleteMessageCommand,
	type MessageSystemAttributeName,
	ReceiveMessageCommand,
	SendMessageCommand,
	SetQueueAttributesCommand,
	SQSClient,
	StartMessageMoveTaskCommand,
} from "@aws-sdk/client-sqs";
import type { AwsCommand } from "./aws-arguments.ts";

export const SQS_COMMANDS: Readonly<Record<string, AwsCommand>> = {
	"sqs set-queue-attributes": {
		options: { "queue-url": "text", attributes: "text" },
		async run({ text, map }, client) {
			await new SQSClient(client).send(
				new SetQueueAttributesCommand({
					QueueUrl: text("queue-url"),
					Attributes: { ...map("attributes") },
				}),
			);
		},
	},
	"sqs send-message": {
		options: { "queue-url": "text", "message-body": "text" },
		async run({ text }, client) {
			const { MessageId } = await new SQSClient(client).send(
				new SendMessageCommand({
					QueueUrl: text("queue-url"),
					MessageBody: text("message-body"),
				}),
			);
			return { MessageId };
		},
	},
	"sqs receive-message": {
		options: {
			"queue-url": "text",
			"message-attribute-names": "list",
			"message-system-attribute-names": "list",
			"visibility-timeout": "text",
			"max-number-of-messages": "text",
			"wait-time-seconds": "text",
		},
		async run({ text, list, number }, client) {
			const { Messages } = await new SQSClient(client).send(
				new ReceiveMessageCommand({
					QueueUrl: text("queue-url"),
					MessageAttributeNames: [...list("message-attribute-names")],
					MessageSystemAttributeNames: [
						...list("message-system-attribute-names"),
					] as MessageSystemAttributeName[],
					VisibilityTimeout: number("visibility-timeout"),
					MaxNumberOfMessages: number("max-number-of-messages"),
					WaitTimeSeconds: number("wait-time-seconds"),
				}),
			);
			return Messages === undefined ? undefined : { Messages };
		},
	},
	"sqs delete-message": {
		options: { "queue-url": "text", "receipt-handle": "text" },
		async run({ text }, client) {
			await new SQSClient(client).send(
				new DeleteMessageCommand({
					QueueUrl: text("queue-url"),
					ReceiptHandle: text("receipt-handle"),
				}),
			);
		},
	},
	"sqs start-message-move-task": {
		options: {
			"source-arn": "text",
			"destination-arn": "text",
			"max-number-of-messages-per-second": "text",
		},
		async run({ text, has, number }, client) {
			const { TaskHandle } = await new SQSClient(client).send(
				new StartMessageMoveTaskCommand({
					SourceArn: text("source-arn"),
					DestinationArn: has("destination-arn")
						? text("destination-arn")
						: undefined,
					MaxNumberOfMessagesPerSecond: number(
						"max-number-of-messages-per-second",
					),
				}),
			);
			return { TaskHandle };
		},
	},
};
