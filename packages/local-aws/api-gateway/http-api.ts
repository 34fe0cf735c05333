import { xmlDocument } from "../http.ts";
import type { RoleClients } from "../sqs/role-clients.ts";
import { type Sent, sendMessage } from "../sqs/send-message.ts";
import type { ApiAnswer, ApiRequest } from "./api-request.ts";
import type { HttpRouteSpec } from "./http-plan.ts";
import { mapped } from "./parameters.ts";

const NAMESPACE = "http://queue.amazonaws.com/doc/2012-11-05/";

/** Answers a request to a route of an HTTP API. */
export async function serveHttpRoute(
	route: HttpRouteSpec,
	request: ApiRequest,
	clients: RoleClients,
): Promise<ApiAnswer> {
	const value = (name: string) => {
		const mapping = route.parameters.get(name);
		return mapping === undefined ? undefined : mapped(mapping, request);
	};
	const attributes = value("MessageAttributes");
	const sent = await sendMessage(clients.sqs(route.roleArn), {
		QueueUrl: value("QueueUrl") ?? "",
		MessageBody: value("MessageBody"),
		DelaySeconds: value("DelaySeconds"),
		MessageGroupId: value("MessageGroupId"),
		MessageDeduplicationId: value("MessageDeduplicationId"),
		MessageAttributes:
			attributes === undefined ? undefined : JSON.parse(attributes),
	});
	const { status } = sent;
	return {
		status: route.statuses.get(String(status)) ?? status,
		headers: { "content-type": "text/xml" },
		body: `<?xml version="1.0"?>${xmlAnswer(sent)}`,
	};
}

function xmlAnswer(sent: Sent): string {
	const { error, requestId: RequestId } = sent;
	return error === undefined
		? xmlDocument("SendMessageResponse", NAMESPACE, {
				SendMessageResult: sent.result,
				ResponseMetadata: { RequestId },
			})
		: xmlDocument("ErrorResponse", NAMESPACE, {
				Error: { Type: "Sender", ...error, Detail: "" },
				RequestId,
			});
}
