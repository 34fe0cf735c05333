import type { Resource } from "../cloudformation/intrinsics.ts";
import type { BodyCheck } from "./body-models.ts";
import type { MappingTemplate } from "./mapping-template.ts";
import type { Mapping, Selection } from "./parameters.ts";

/** A REST API of a template. */
export interface RestApiSpec {
	readonly id: string;
	readonly name: string;
	readonly stages: readonly StageSpec[];
	/** Most exact path first. */
	readonly methods: readonly RestMethodSpec[];
}

export interface StageSpec {
	readonly name: string;
	readonly variables: Readonly<Record<string, string>>;
}

/** The stages of a REST or an HTTP API. */
export function stageSpecs(stages: readonly Resource[]): readonly StageSpec[] {
	return stages.map(({ name, properties }) => {
		const { Variables, StageVariables = Variables } = properties;
		return {
			name,
			variables: (StageVariables ?? {}) as StageSpec["variables"],
		};
	});
}

export interface RestMethodSpec {
	/** `ANY` for every one. */
	readonly method: string;
	/** `/mail/{id}` */
	readonly path: string;
	/** Parameters that a validator wants: `method.request.header.X`. */
	readonly required: readonly Selection[];
	/** By content type; empty without a validator of bodies. */
	readonly bodyChecks: ReadonlyMap<string, BodyCheck>;
	readonly integration: RestIntegration;
}

export interface RestIntegration {
	/** Undefined for MOCK, which answers what its template says. */
	readonly sqs:
		| {
				/** `account/name`; undefined: the request names it. */
				readonly queuePath: string | undefined;
				readonly action: string | undefined;
				readonly roleArn: string;
		  }
		| undefined;
	readonly headers: ReadonlyMap<string, Mapping>;
	readonly query: ReadonlyMap<string, Mapping>;
	/** By content type. */
	readonly templates: ReadonlyMap<string, MappingTemplate>;
	readonly passthrough: "WHEN_NO_MATCH" | "WHEN_NO_TEMPLATES" | "NEVER";
	readonly responses: readonly RestResponse[];
}

export interface RestResponse {
	/** Of the integration's status; undefined: for every other. */
	readonly pattern: RegExp | undefined;
	readonly status: number;
	readonly headers: ReadonlyMap<string, Mapping>;
	readonly templates: ReadonlyMap<string, MappingTemplate>;
}
