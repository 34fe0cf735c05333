import { xmlDocument } from "../http.ts";
import type { RoleClients } from "../sqs/role-clients.ts";
import {
	type ApiAnswer,
	type ApiRequest,
	messageAnswer,
} from "./api-request.ts";
import { DEFAULT_STAGE } from "./api-url.ts";
import type { HttpApiSpec } from "./http-plan.ts";
import { mapped } from "./parameters.ts";
import { findRoute } from "./route-match.ts";
import { type Sent, sendMessage } from "./send-message.ts";

const DEFAULT_ROUTE = "$default";
const NAMESPACE = "http://queue.amazonaws.com/doc/2012-11-05/";

/** Answers a request to an HTTP API. `path` has the stage in front, unless it is `$default`. */
export async function serveHttpApi(
	{ stages, routes }: HttpApiSpec,
	path: string,
	request: ApiRequest,
	clients: RoleClients,
): Promise<ApiAnswer> {
	const [, first, ...rest] = path.split("/");
	const named = stages.find(({ name }) => name === first);
	const stage = named ?? stages.find(({ name }) => name === DEFAULT_STAGE);
	const routePath = named === undefined ? path : `/${rest.join("/")}`;
	const found = findRoute(routes, request.method, routePath);
	const route = found?.route ?? routes.find(({ key }) => key === DEFAULT_ROUTE);
	if (stage === undefined || route === undefined)
		return messageAnswer(404, "Not Found");
	const full: ApiRequest = {
		...request,
		pathParameters: found?.pathParameters ?? {},
		stageVariables: stage.variables,
		context: {
			...request.context,
			stage: stage.name,
			path,
			routeKey: route.key,
			httpMethod: request.method,
		},
	};
	const value = (name: string) => {
		const mapping = route.parameters.get(name);
		return mapping === undefined ? undefined : mapped(mapping, full);
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
	const status = sent.ok ? 200 : sent.status;
	return {
		status: route.statuses.get(String(status)) ?? status,
		headers: { "content-type": "text/xml" },
		body: `<?xml version="1.0"?>${sent.ok ? success(sent) : failure(sent)}`,
	};
}

function success(sent: Extract<Sent, { ok: true }>): string {
	return xmlDocument("SendMessageResponse", NAMESPACE, {
		SendMessageResult: {
			MessageId: sent.messageId,
			MD5OfMessageBody: sent.bodyMd5,
		},
		ResponseMetadata: { RequestId: sent.requestId },
	});
}

function failure(sent: Extract<Sent, { ok: false }>): string {
	const { code: Code, message: Message, requestId: RequestId } = sent;
	return xmlDocument("ErrorResponse", NAMESPACE, {
		Error: { Type: "Sender", Code, Message, Detail: "" },
		RequestId,
	});
}
