import type { ResourcesOf } from "../cloudformation/intrinsics.ts";
import type { Names } from "../names.ts";

export interface SecretSpec {
	readonly name: string;
	readonly arn: string;
	readonly value: string;
	readonly description?: string;
}

/** The secrets of a template, with the values that it gives them. */
export function planSecrets(
	of: ResourcesOf,
	names: Names,
): readonly SecretSpec[] {
	return of("AWS::SecretsManager::Secret").map(({ id, properties }) => ({
		name: names.physical(id),
		arn: String(names.ref(id)),
		value: String(properties.SecretString ?? ""),
		...(properties.Description === undefined
			? {}
			: { description: String(properties.Description) }),
	}));
}
