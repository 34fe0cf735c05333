import { xml } from "../http.ts";
import type { RoleClients } from "../sqs/role-clients.ts";
import {
	type ApiAnswer,
	type ApiRequest,
	messageAnswer,
} from "./api-request.ts";
import { DEFAULT_STAGE } from "./api-url.ts";
import { mapped } from "./http-parameters.ts";
import type { HttpApiSpec, HttpRouteSpec } from "./http-plan.ts";
import { matchPath } from "./route-match.ts";
import { type Sent, sendMessage } from "./send-message.ts";

const DEFAULT_ROUTE = "$default";

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
	const found = find(routes, request.method, routePath);
	if (stage === undefined || found === undefined)
		return messageAnswer(404, "Not Found");
	const { route, pathParameters } = found;
	const full: ApiRequest = {
		...request,
		pathParameters,
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

function find(routes: readonly HttpRouteSpec[], asked: string, path: string) {
	for (const route of routes) {
		const [method, pattern = ""] = route.key.split(" ");
		if (method !== asked && method !== "ANY") continue;
		const pathParameters = matchPath(pattern, path);
		if (pathParameters !== undefined) return { route, pathParameters };
	}
	const route = routes.find(({ key }) => key === DEFAULT_ROUTE);
	return route === undefined ? undefined : { route, pathParameters: {} };
}

const NAMESPACE = 'xmlns="http://queue.amazonaws.com/doc/2012-11-05/"';

function success({
	messageId,
	bodyMd5,
	requestId,
}: Extract<Sent, { ok: true }>): string {
	return `<SendMessageResponse ${NAMESPACE}><SendMessageResult><MessageId>${messageId}</MessageId><MD5OfMessageBody>${bodyMd5}</MD5OfMessageBody></SendMessageResult><ResponseMetadata><RequestId>${requestId}</RequestId></ResponseMetadata></SendMessageResponse>`;
}

function failure({
	code,
	message,
	requestId,
}: Extract<Sent, { ok: false }>): string {
	return `<ErrorResponse ${NAMESPACE}><Error><Type>Sender</Type><Code>${code}</Code><Message>${xml(message)}</Message><Detail/></Error><RequestId>${requestId}</RequestId></ErrorResponse>`;
}
