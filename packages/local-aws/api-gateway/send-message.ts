import {
	type MessageAttributeValue,
	SendMessageCommand,
	type SendMessageCommandInput,
	type SQSClient,
} from "@aws-sdk/client-sqs";

/** What SQS said. */
export type Sent =
	| {
			readonly ok: true;
			readonly requestId: string;
			readonly messageId: string;
			readonly bodyMd5: string;
			readonly attributesMd5: string | undefined;
	  }
	| {
			readonly ok: false;
			readonly requestId: string;
			readonly status: number;
			readonly code: string;
			readonly message: string;
	  };

/** Fields of SendMessage, all as text. */
export interface MessageFields {
	readonly QueueUrl: string;
	readonly MessageBody: string | undefined;
	readonly DelaySeconds?: string | undefined;
	readonly MessageGroupId?: string | undefined;
	readonly MessageDeduplicationId?: string | undefined;
	readonly MessageAttributes?:
		| Record<string, MessageAttributeValue>
		| undefined;
}

/** Sends for an API. */
export async function sendMessage(
	sqs: SQSClient,
	{ DelaySeconds, ...fields }: MessageFields,
): Promise<Sent> {
	const failed = (status: number, code: string, message: string) => {
		const requestId = crypto.randomUUID();
		return { ok: false as const, requestId, status, code, message };
	};
	if (!fields.MessageBody)
		return failed(
			400,
			"MissingParameter",
			"The request must contain the parameter MessageBody.",
		);
	try {
		const { MessageId, MD5OfMessageBody, MD5OfMessageAttributes, $metadata } =
			await sqs.send(
				new SendMessageCommand({
					...(fields as SendMessageCommandInput),
					DelaySeconds:
						DelaySeconds === undefined ? undefined : Number(DelaySeconds),
				}),
			);
		return {
			ok: true,
			requestId: $metadata.requestId ?? crypto.randomUUID(),
			messageId: MessageId ?? "",
			bodyMd5: MD5OfMessageBody ?? "",
			attributesMd5: MD5OfMessageAttributes,
		};
	} catch (error) {
		const { name, message, $metadata } = error as Error & {
			readonly $metadata?: { readonly httpStatusCode?: number };
		};
		return failed($metadata?.httpStatusCode ?? 500, name, message);
	}
}
