import {
	type Properties,
	type ResourcesOf,
	within,
} from "../cloudformation/intrinsics.ts";
import { parseHttpMapping } from "./parameters.ts";
import { byExactness } from "./route-match.ts";
import { ownedBy, stageSpecs } from "./stages.ts";

export type HttpRouteSpec = ReturnType<typeof routeSpec>;

/** The HTTP APIs of a template. @throws Error for what a local run cannot do of them. */
export function planHttpApis(of: ResourcesOf) {
	return of("AWS::ApiGatewayV2::Api").map(({ id, name: apiId, properties }) => {
		if (properties.ProtocolType !== "HTTP")
			throw new Error(
				`Cannot run the API ${id} as its protocol is ${properties.ProtocolType}: allowed here is HTTP`,
			);
		const mine = ownedBy(apiId, of);
		const integrations = new Map(
			mine("AWS::ApiGatewayV2::Integration").map(({ name, properties }) => [
				`integrations/${name}`,
				properties,
			]),
		);
		return {
			id: apiId,
			name: String(properties.Name ?? id),
			stages: stageSpecs(mine("AWS::ApiGatewayV2::Stage")),
			/** Most exact path first. */
			routes: mine("AWS::ApiGatewayV2::Route")
				.map(({ properties: { RouteKey, Target } }) =>
					routeSpec(String(RouteKey), integrations.get(String(Target)) ?? {}),
				)
				.toSorted(byExactness),
		};
	});
}

/** `key`: `POST /mail/{id}`, or `$default`. */
function routeSpec(key: string, integration: Properties) {
	const { IntegrationType, IntegrationSubtype, CredentialsArn } = integration;
	if (IntegrationSubtype !== "SQS-SendMessage")
		throw new Error(
			`Cannot run the route ${key} as its integration is ${IntegrationType} ${IntegrationSubtype ?? ""}: allowed here is AWS_PROXY with the subtype SQS-SendMessage`,
		);
	const parameters = Object.entries(within(integration.RequestParameters)).map(
		([name, value]) => {
			const mapping = parseHttpMapping(String(value));
			if (mapping === undefined || !PARAMETERS.includes(name))
				throw new Error(
					`Cannot run the route ${key} as its parameter ${name} is ${value}: allowed here are ${PARAMETERS.join(", ")}, of texts, $request.header, querystring, path and body, $context and $stageVariables`,
				);
			return [name, mapping] as const;
		},
	);
	const statuses = Object.entries(
		within(integration.ResponseParameters),
	).flatMap(([status, rules]) => statusOf(key, status, rules));
	const [method = "", path = ""] = key.split(" ");
	return {
		method,
		path,
		context: { routeKey: key },
		roleArn: String(CredentialsArn),
		parameters: new Map(parameters),
		/** Statuses that are given another: `overwrite:statuscode`. */
		statuses: new Map(statuses),
	};
}

/** https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-develop-integrations-aws-services-reference.html */
const PARAMETERS = [
	"QueueUrl",
	"MessageBody",
	"DelaySeconds",
	"MessageAttributes",
	"MessageDeduplicationId",
	"MessageGroupId",
	"Region",
];

function statusOf(
	key: string,
	status: string,
	rules: unknown,
): (readonly [string, number])[] {
	const changes = (within(rules).ResponseParameters ?? []) as Properties[];
	return changes.map(({ Destination, Source }) => {
		if (Destination !== "overwrite:statuscode")
			throw new Error(
				`Cannot run the route ${key} as it changes ${Destination} of its response: allowed here is overwrite:statuscode`,
			);
		return [status, Number(Source)] as const;
	});
}
