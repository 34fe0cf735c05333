import {
	type MessageAttributeValue,
	SendMessageCommand,
	type SendMessageCommandInput,
	type SendMessageResult,
	type SQSClient,
	type SQSServiceException,
} from "@aws-sdk/client-sqs";

/** What SQS said: its result, or why it refused. */
export type Sent = { readonly requestId: string; readonly status: number } & (
	| { readonly result: SendMessageResult; readonly error?: undefined }
	| { readonly error: { readonly Code: string; readonly Message: string } }
);

/** Fields of SendMessage; a delay may be a text. */
export interface MessageFields {
	readonly QueueUrl: string;
	readonly MessageBody: string | undefined;
	readonly DelaySeconds?: number | string | undefined;
	readonly MessageGroupId?: string | undefined;
	readonly MessageDeduplicationId?: string | undefined;
	readonly MessageAttributes?:
		| Record<string, MessageAttributeValue>
		| undefined;
}

/** Sends for a service that hands SQS's answer on. */
export async function sendMessage(
	sqs: SQSClient,
	{ DelaySeconds, ...fields }: MessageFields,
): Promise<Sent> {
	const failed = (status: number, Code: string, Message: string) => ({
		requestId: crypto.randomUUID(),
		status,
		error: { Code, Message },
	});
	if (!fields.MessageBody)
		return failed(
			400,
			"MissingParameter",
			"The request must contain the parameter MessageBody.",
		);
	try {
		const { $metadata, ...result } = await sqs.send(
			new SendMessageCommand({
				...(fields as SendMessageCommandInput),
				DelaySeconds:
					DelaySeconds === undefined ? undefined : Number(DelaySeconds),
			}),
		);
		const { requestId = crypto.randomUUID() } = $metadata;
		return { requestId, status: 200, result };
	} catch (error) {
		const { name, message, $metadata } = error as SQSServiceException;
		return failed($metadata?.httpStatusCode ?? 500, name, message);
	}
}
