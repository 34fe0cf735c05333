import type { RoleClients } from "../sqs/role-clients.ts";
import {
	type ApiAnswer,
	type ApiRequest,
	messageAnswer,
} from "./api-request.ts";
import { select } from "./parameters.ts";
import { contentTypeOf, integrate } from "./rest-integration.ts";
import type { RestApiSpec, RestMethodSpec } from "./rest-spec.ts";
import { findRoute } from "./route-match.ts";

/**
 * Answers a request to a REST API. `path` has the stage in front.
 * @throws Answered
 */
export async function serveRestApi(
	api: RestApiSpec,
	path: string,
	request: ApiRequest,
	to: { readonly endpoint: string; readonly clients: RoleClients },
): Promise<ApiAnswer> {
	const [, stageName, ...rest] = path.split("/");
	const stage = api.stages.find(({ name }) => name === stageName);
	if (stage === undefined) return messageAnswer(403, "Forbidden");
	const found = findRoute(api.methods, request.method, `/${rest.join("/")}`);
	// So API Gateway says that there is no such method.
	if (found === undefined)
		return messageAnswer(403, "Missing Authentication Token");
	const { route: method, pathParameters } = found;
	const full: ApiRequest = {
		...request,
		pathParameters,
		stageVariables: stage.variables,
		context: {
			...request.context,
			stage: stage.name,
			path,
			resourcePath: method.path,
			httpMethod: request.method,
		},
	};
	return refusal(method, full) ?? integrate(method.integration, full, to);
}

function refusal(
	{ required, bodyChecks }: RestMethodSpec,
	request: ApiRequest,
): ApiAnswer | undefined {
	const missing = required.flatMap((source) =>
		"name" in source && select(source, request) === undefined
			? [source.name]
			: [],
	);
	if (missing.length > 0)
		return messageAnswer(
			400,
			`Missing required request parameters: [${missing.join(", ")}]`,
		);
	const check = bodyChecks.get(contentTypeOf(request));
	return check === undefined || check(request.body)
		? undefined
		: messageAnswer(400, "Invalid request body");
}
