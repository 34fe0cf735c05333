import type { ResourcesOf } from "../cloudformation/intrinsics.ts";
import type { Names } from "../names.ts";
import { type BodyCheck, bodyChecks } from "./body-models.ts";
import { restIntegration } from "./rest-integration-plan.ts";
import { parseSource } from "./rest-parameters.ts";
import type { RestApiSpec, RestMethodSpec } from "./rest-spec.ts";
import { byExactness } from "./route-match.ts";

type Properties = Readonly<Record<string, unknown>>;

/** The REST APIs of a template. @throws Error for what a local run cannot do of them. */
export function planRestApis(
	of: ResourcesOf,
	names: Names,
): readonly RestApiSpec[] {
	return of("AWS::ApiGateway::RestApi").map(({ id, properties }) => {
		const apiId = names.physical(id);
		if (
			properties.Body !== undefined ||
			properties.BodyS3Location !== undefined
		)
			throw new Error(
				`Cannot run the API ${id} as it is defined by OpenAPI (Body): allowed here are AWS::ApiGateway::Resource and Method`,
			);
		const mine = (type: string) =>
			of(type).filter(({ properties: { RestApiId } }) => RestApiId === apiId);
		const paths = pathsOf(names.attribute(id, "RootResourceId"), mine, names);
		const checks = bodyChecks(
			apiId,
			mine("AWS::ApiGateway::Model").map((model) => ({
				name: names.physical(model.id),
				schema: model.properties.Schema,
			})),
		);
		const validators = new Map(
			mine("AWS::ApiGateway::RequestValidator").map((validator) => [
				names.physical(validator.id),
				validator.properties,
			]),
		);
		return {
			id: apiId,
			name: String(properties.Name ?? id),
			stages: mine("AWS::ApiGateway::Stage").map((stage) => ({
				name: names.physical(stage.id),
				variables: (stage.properties.Variables ?? {}) as Record<string, string>,
			})),
			methods: mine("AWS::ApiGateway::Method")
				.map((method) =>
					methodSpec(
						method.properties,
						paths.get(String(method.properties.ResourceId)) ?? "/",
						{ checks, validators },
					),
				)
				.toSorted((a, b) => byExactness(a.path, b.path)),
		};
	});
}

function pathsOf(rootId: string, mine: ResourcesOf, names: Names) {
	const resources = new Map(
		mine("AWS::ApiGateway::Resource").map(({ id, properties }) => [
			names.physical(id),
			properties,
		]),
	);
	const pathOf = (id: string): string => {
		const { ParentId, PathPart } = resources.get(id) ?? {};
		return PathPart === undefined
			? ""
			: `${pathOf(String(ParentId))}/${PathPart}`;
	};
	return new Map([
		[rootId, "/"] as const,
		...[...resources.keys()].map((id) => [id, pathOf(id)] as const),
	]);
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
		.flatMap(([name]) => parseSource(name) ?? []);
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
