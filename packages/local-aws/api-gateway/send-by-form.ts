import type { MessageAttributeValue, SQSClient } from "@aws-sdk/client-sqs";
import { readForm } from "../http.ts";
import { isObject, jsonOf } from "../json.ts";
import {
	type MessageFields,
	type Sent,
	sendMessage,
} from "../sqs/send-message.ts";

/** An integration's request to SQS. */
export interface SqsRequest {
	/** Undefined: the form or the JSON names it. */
	readonly queueUrl: string | undefined;
	/** The action that the integration's URI names. */
	readonly action: string | undefined;
	/** Names in lower case. */
	readonly headers: Readonly<Record<string, string>>;
	readonly query: URLSearchParams;
	readonly body: string;
}

/**
 * SQS as API Gateway speaks to it: a form (query protocol), or JSON with X-Amz-Target.
 * @returns status and JSON text.
 */
export async function sendByForm(
	sqs: SQSClient,
	request: SqsRequest,
): Promise<{ readonly status: number; readonly body: string }> {
	const { headers, query, body, queueUrl } = request;
	const target = headers["x-amz-target"];
	if (target !== undefined) {
		if (target !== "AmazonSQS.SendMessage") return unknown(target);
		const fields = jsonOf(body);
		if (!isObject(fields)) return NO_JSON;
		const { QueueUrl, ...others } = fields as unknown as MessageFields;
		return jsonAnswer(
			await sendMessage(sqs, { ...others, QueueUrl: queueUrl ?? QueueUrl }),
		);
	}
	const isForm = headers["content-type"]?.startsWith(
		"application/x-www-form-urlencoded",
	);
	const form = new URLSearchParams([
		...query,
		...new URLSearchParams(isForm === true ? body : ""),
	]);
	const {
		Action = request.action,
		MessageAttribute,
		...fields
	} = readForm(form);
	if (Action !== "SendMessage") return unknown(Action);
	const attributes = Object.values(
		(MessageAttribute ?? {}) as Record<string, NamedAttribute>,
	);
	return formAnswer(
		await sendMessage(sqs, {
			...(fields as unknown as MessageFields),
			QueueUrl: queueUrl ?? String(fields.QueueUrl ?? ""),
			MessageAttributes: Object.fromEntries(
				attributes.map(({ Name, Value }) => [Name, Value]),
			),
		}),
	);
}

interface NamedAttribute {
	readonly Name: string;
	readonly Value: MessageAttributeValue;
}

const NO_JSON = {
	status: 400,
	body: '{"__type":"com.amazon.coral.service#SerializationException"}',
};

// Without its header of the form's type SQS sees no action at all.
function unknown(action: unknown) {
	return {
		status: action === undefined ? 404 : 400,
		body: JSON.stringify({
			__type: "com.amazon.coral.service#UnknownOperationException",
			message: `The local endpoint takes SendMessage by Content-Type application/x-www-form-urlencoded or by X-Amz-Target, not ${action ?? "a request without an action"}`,
		}),
	};
}

function formAnswer(sent: Sent) {
	const { status, requestId: RequestId, error } = sent;
	if (error !== undefined) {
		const refused = { Error: { ...error, Type: "Sender" }, RequestId };
		return { status, body: JSON.stringify(refused) };
	}
	const SendMessageResponse = {
		ResponseMetadata: { RequestId },
		SendMessageResult: {
			MD5OfMessageAttributes: null,
			MD5OfMessageSystemAttributes: null,
			SequenceNumber: null,
			...sent.result,
		},
	};
	return { status, body: JSON.stringify({ SendMessageResponse }) };
}

function jsonAnswer(sent: Sent) {
	const { status, error } = sent;
	const body =
		error === undefined
			? sent.result
			: { __type: `com.amazonaws.sqs#${error.Code}`, message: error.Message };
	return { status, body: JSON.stringify(body) };
}
