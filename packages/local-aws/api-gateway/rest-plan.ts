import {
	type Properties,
	type Resource,
	type ResourcesOf,
	within,
} from "../cloudformation/intrinsics.ts";
import { type BodyCheck, bodyChecks } from "./body-models.ts";
import { parseRestSelection } from "./parameters.ts";
import { restIntegration } from "./rest-integration-plan.ts";
import { byExactness } from "./route-match.ts";
import { ownedBy, stageSpecs } from "./stages.ts";

export type RestMethodSpec = ReturnType<typeof methodSpec>;

/** The REST APIs of a template. @throws Error for what a local run cannot do of them. */
export function planRestApis(of: ResourcesOf) {
	return of("AWS::ApiGateway::RestApi").map(({ id, name, properties }) => {
		const { Body, BodyS3Location, Name = id } = properties;
		if (Body !== undefined || BodyS3Location !== undefined)
			throw new Error(
				`Cannot run the API ${id} as it is defined by OpenAPI (Body): allowed here are AWS::ApiGateway::Resource and Method`,
			);
		const mine = ownedBy(name, of);
		const paths = pathsOf(mine);
		const checks = bodyChecks(name, mine("AWS::ApiGateway::Model"));
		const validators = mine("AWS::ApiGateway::RequestValidator");
		return {
			id: name,
			name: String(Name),
			stages: stageSpecs(mine("AWS::ApiGateway::Stage")),
			/** Most exact path first. */
			routes: mine("AWS::ApiGateway::Method")
				.map(({ properties: method }) => {
					const path = paths.get(String(method.ResourceId)) ?? "/";
					return methodSpec(method, path, { checks, validators });
				})
				.toSorted(byExactness),
		};
	});
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
		readonly validators: readonly Resource[];
	},
) {
	const { HttpMethod, RequestValidatorId, RequestModels, RequestParameters } =
		properties;
	const validator = api.validators.find(
		({ name }) => name === RequestValidatorId,
	)?.properties;
	const required = Object.entries(within(RequestParameters))
		.filter(([, isRequired]) => isRequired === true)
		.flatMap(([name]) => parseRestSelection(name) ?? []);
	const models = Object.entries(within(RequestModels)).flatMap(
		([type, name]) => {
			const check = api.checks.get(String(name));
			return check === undefined ? [] : [[type, check] as const];
		},
	);
	return {
		/** `ANY` for every one. */
		method: String(HttpMethod),
		/** `/mail/{id}` */
		path,
		context: { resourcePath: path },
		/** Parameters that a validator wants. */
		required: validator?.ValidateRequestParameters === true ? required : [],
		/** By content type; empty without a validator of bodies. */
		bodyChecks: new Map(validator?.ValidateRequestBody === true ? models : []),
		integration: restIntegration(
			`the method ${HttpMethod} ${path}`,
			within(properties.Integration),
		),
	};
}
