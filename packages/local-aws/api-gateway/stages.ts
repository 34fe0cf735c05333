import type { Resource, ResourcesOf } from "../cloudformation/intrinsics.ts";
import { DEFAULT_STAGE } from "./api-url.ts";

/** What a template has of one API, REST or HTTP. */
export function ownedBy(api: string, of: ResourcesOf): ResourcesOf {
	return (type) =>
		of(type).filter(
			({ properties: { RestApiId, ApiId = RestApiId } }) => ApiId === api,
		);
}

export type StageSpec = ReturnType<typeof stageSpecs>[number];

export function stageSpecs(stages: readonly Resource[]) {
	return stages.map(({ name, properties }) => {
		const { Variables = {}, StageVariables = Variables } = properties;
		return { name, variables: StageVariables as Record<string, string> };
	});
}

/** The stage that a path begins with, or an HTTP API's `$default`, and the path within it. */
export function inStage(
	stages: readonly StageSpec[],
	path: string,
): { readonly stage: StageSpec | undefined; readonly inside: string } {
	const [, first, ...rest] = path.split("/");
	const stage = stages.find(({ name }) => name === first);
	return stage === undefined
		? { stage: stages.find(({ name }) => name === DEFAULT_STAGE), inside: path }
		: { stage, inside: `/${rest.join("/")}` };
}
