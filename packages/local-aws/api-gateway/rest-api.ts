import type { RoleClients } from "../sqs/role-clients.ts";
import {
	type ApiAnswer,
	type ApiRequest,
	messageAnswer,
} from "./api-request.ts";
import { select } from "./parameters.ts";
import { contentTypeOf, integrate } from "./rest-integration.ts";
import type { RestMethodSpec } from "./rest-plan.ts";

/** Answers a request to a method of a REST API. @throws Answered */
export async function serveRestMethod(
	method: RestMethodSpec,
	request: ApiRequest,
	clients: RoleClients,
): Promise<ApiAnswer> {
	return (
		refusal(method, request) ?? integrate(method.integration, request, clients)
	);
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
