import { type Properties, within } from "../cloudformation/intrinsics.ts";
import { type MappingTemplate, parseTemplate } from "./mapping-template.ts";
import { type Mapping, parseRestMapping } from "./parameters.ts";

export type RestIntegration = ReturnType<typeof restIntegration>;

/** The integration of a method; `place` says whose. @throws Error for what a local run cannot do of it. */
export function restIntegration(place: string, properties: Properties) {
	const { Type, Uri, Credentials, PassthroughBehavior, RequestTemplates } =
		properties;
	const parameters = within(properties.RequestParameters);
	return {
		/** Undefined for MOCK, which answers what its template says. */
		sqs: Type === "MOCK" ? undefined : sqsOf(place, Type, Uri, Credentials),
		headers: mappingsOf(place, "integration.request.header.", parameters),
		query: mappingsOf(place, "integration.request.querystring.", parameters),
		/** By content type. */
		templates: templatesOf(place, RequestTemplates),
		passthrough: String(PassthroughBehavior ?? "WHEN_NO_MATCH"),
		responses: (
			(properties.IntegrationResponses ?? []) as readonly Properties[]
		).map((response) => responseSpec(place, response)),
	};
}

// arn:aws:apigateway:us-east-1:sqs:path/account/name or …:sqs:action/SendMessage
const SQS_URI = /^arn:[\w-]+:apigateway:[\w-]+:sqs:(path|action)\/(.*)$/;

function sqsOf(
	place: string,
	type: unknown,
	uri: unknown,
	credentials: unknown,
) {
	const [, kind, rest = ""] = SQS_URI.exec(String(uri)) ?? [];
	if (type !== "AWS" || kind === undefined)
		throw new Error(
			`Cannot run ${place} as its integration is ${type} to ${JSON.stringify(uri)}: allowed here are AWS to …:sqs:path/account/queue or …:sqs:action/SendMessage, and MOCK`,
		);
	return {
		/** `account/name`; undefined: the request names it. */
		queuePath: kind === "path" && /^\w+\/./.test(rest) ? rest : undefined,
		action: kind === "action" ? rest : undefined,
		roleArn: String(credentials),
	};
}

function responseSpec(place: string, response: Properties) {
	const { SelectionPattern, StatusCode, ResponseTemplates } = response;
	return {
		/** Of the integration's status; undefined: for every other. */
		pattern:
			SelectionPattern === undefined || SelectionPattern === ""
				? undefined
				: new RegExp(`^(?:${SelectionPattern})$`),
		status: Number(StatusCode),
		headers: mappingsOf(
			place,
			"method.response.header.",
			within(response.ResponseParameters),
		),
		templates: templatesOf(place, ResponseTemplates),
	};
}

function templatesOf(
	place: string,
	templates: unknown,
): ReadonlyMap<string, MappingTemplate> {
	return new Map(
		Object.entries(within(templates)).map(([type, text]) => [
			type,
			parseTemplate(place, String(text)),
		]),
	);
}

function mappingsOf(
	place: string,
	prefix: string,
	parameters: Properties,
): ReadonlyMap<string, Mapping> {
	return new Map(
		Object.entries(parameters)
			.filter(([name]) => name.startsWith(prefix))
			.map(([name, text]) => {
				const mapping = parseRestMapping(String(text));
				if (mapping === undefined)
					throw new Error(
						`Cannot run ${place} as its parameter ${name} is ${text}: allowed here are 'text', method.request.header, querystring, path and body, integration.response.header and body, context and stageVariables`,
					);
				return [name.slice(prefix.length), mapping] as const;
			}),
	);
}
