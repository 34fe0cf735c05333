import type { RoleClients } from "../sqs/role-clients.ts";
import {
	type ApiAnswer,
	type ApiRequest,
	messageAnswer,
} from "./api-request.ts";
import { type Mapping, mapped, select } from "./parameters.ts";
import { render } from "./render-template.ts";
import type { RestIntegration } from "./rest-integration-plan.ts";
import type { RestMethodSpec } from "./rest-plan.ts";
import { sendByForm } from "./send-by-form.ts";

const JSON_TYPE = "application/json";

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

/** Hands a request on to what is behind a method, and its answer back. */
async function integrate(
	integration: RestIntegration,
	request: ApiRequest,
	clients: RoleClients,
): Promise<ApiAnswer> {
	const type = contentTypeOf(request);
	const template = integration.templates.get(type);
	if (template === undefined && isRefused(integration))
		return messageAnswer(415, "Unsupported Media Type");
	const body =
		template === undefined ? request.body : render(template, request);
	const { sqs } = integration;
	const answer =
		sqs === undefined
			? mockAnswer(body)
			: await sendByForm(clients.sqs(sqs.roleArn), {
					queueUrl:
						sqs.queuePath === undefined
							? undefined
							: `${clients.endpoint}/${sqs.queuePath}`,
					action: sqs.action,
					headers: {
						"content-type": type,
						...Object.fromEntries(
							valuesOf(integration.headers, request).map(([name, value]) => [
								name.toLowerCase(),
								value,
							]),
						),
					},
					query: new URLSearchParams(valuesOf(integration.query, request)),
					body,
				});
	return respond(integration, request, answer);
}

/** The content type of a request, without its parameters. */
function contentTypeOf({ headers }: ApiRequest): string {
	return headers["content-type"]?.split(";")[0]?.trim() ?? JSON_TYPE;
}

function isRefused({ passthrough, templates }: RestIntegration): boolean {
	return (
		passthrough === "NEVER" ||
		(passthrough === "WHEN_NO_TEMPLATES" && templates.size > 0)
	);
}

// CDK's own has no quotes: { statusCode: 200 }
function mockAnswer(body: string) {
	const [, status = "500"] = /"?statusCode"?\s*:\s*(\d+)/.exec(body) ?? [];
	return { status: Number(status), body: "" };
}

function respond(
	{ responses }: RestIntegration,
	request: ApiRequest,
	{ status, body }: { readonly status: number; readonly body: string },
): ApiAnswer {
	const response =
		responses.find(({ pattern }) => pattern?.test(String(status))) ??
		responses.find(({ pattern }) => pattern === undefined);
	if (response === undefined)
		return messageAnswer(500, "Internal server error");
	const template = response.templates.get(JSON_TYPE);
	const from = { headers: { "content-type": JSON_TYPE }, body };
	return {
		status: response.status,
		headers: {
			"content-type": JSON_TYPE,
			...Object.fromEntries(valuesOf(response.headers, request, from)),
		},
		body: template === undefined ? body : render(template, request, body),
	};
}

function valuesOf(
	mappings: ReadonlyMap<string, Mapping>,
	request: ApiRequest,
	from?: Pick<ApiRequest, "headers" | "body">,
): [string, string][] {
	return [...mappings].flatMap(([name, mapping]) => {
		const value = mapped(mapping, request, from);
		return value === undefined ? [] : [[name, value] as [string, string]];
	});
}
