import type { Properties, ResourcesOf } from "../cloudformation/intrinsics.ts";
import { type BodyCheck, bodyChecks } from "./body-models.ts";
import { parseRestSelection } from "./parameters.ts";
import { restIntegration } from "./rest-integration-plan.ts";
import type { RestApiSpec, RestMethodSpec } from "./rest-spec.ts";
import { byExactness } from "./route-match.ts";

/** The REST APIs of a template. @throws Error for what a local run cannot do of them. */
export function planRestApis(of: ResourcesOf): readonly RestApiSpec[] {
	return of("AWS::ApiGateway::RestApi").map(
		({ id, name: apiId, properties }) => {
			if (
				properties.Body !== undefined ||
				properties.BodyS3Location !== undefined
			)
				throw new Error(
					`Cannot run the API ${id} as it is defined by OpenAPI (Body): allowed here are AWS::ApiGateway::Resource and Method`,
				);
			const mine = (type: string) =>
				of(type).filter(({ properties: { RestApiId } }) => RestApiId === apiId);
			const paths = pathsOf(mine);
			const checks = bodyChecks(
				apiId,
				mine("AWS::ApiGateway::Model").map(
					({ name, properties: { Schema } }) => ({
						name,
						schema: Schema,
					}),
				),
			);
			const validators = new Map(
				mine("AWS::ApiGateway::RequestValidator").map(
					({ name, properties }) => [name, properties],
				),
			);
			return {
				id: apiId,
				name: String(properties.Name ?? id),
				stages: mine("AWS::ApiGateway::Stage").map((stage) => ({
					name: stage.name,
					variables: (stage.properties.Variables ?? {}) as Record<
						string,
						string
					>,
				})),
				methods: mine("AWS::ApiGateway::Method")
					.map((method) =>
						methodSpec(
							method.properties,
							paths.get(String(method.properties.ResourceId)) ?? "/",
							{ checks, validators },
						),
					)
					.toSorted(byExactness),
			};
		},
	);
}

/** The paths of an API's resources, by their ids; its root is none of them. */
function pathsOf(mine: ResourcesOf): ReadonlyMap<string, string> {
	const resources = mine("AWS::ApiGateway::Resource");
	const pathOf = (id: unknown): string => {
		const resource = resources.find(({ name }) => name === id);
		if (resource === undefined) return "";
		const { ParentId, PathPart } = resource.properties;
		return `${pathOf(ParentId)}/${PathPart}`;
	};
	return new Map(resources.map(({ name }) => [name, pathOf(name)]));
}

function methodSpec(
	properties: Properties,
	path: string,
	api: {
		readonly checks: ReadonlyMap<string, BodyCheck>;
		readonly validators: ReadonlyMap<string, Properties>;
	},
): RestMethodSpec {
	const {
		HttpMethod,
		RequestValidatorId,
		RequestModels = {},
		RequestParameters = {},
	} = properties;
	const validator = api.validators.get(String(RequestValidatorId)) ?? {};
	const required = Object.entries(RequestParameters as object)
		.filter(([, isRequired]) => isRequired === true)
		.flatMap(([name]) => parseRestSelection(name) ?? []);
	const models = Object.entries(
		RequestModels as Record<string, string>,
	).flatMap(([type, name]) => {
		const check = api.checks.get(name);
		return check === undefined ? [] : [[type, check] as const];
	});
	return {
		method: String(HttpMethod),
		path,
		required: validator.ValidateRequestParameters === true ? required : [],
		bodyChecks: new Map(validator.ValidateRequestBody === true ? models : []),
		integration: restIntegration(
			`the method ${HttpMethod} ${path}`,
			(properties.Integration ?? {}) as Properties,
		),
	};
}
