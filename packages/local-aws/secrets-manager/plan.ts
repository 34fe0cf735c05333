import type { ResourcesOf } from "../cloudformation/intrinsics.ts";

export interface SecretSpec {
	readonly name: string;
	readonly arn: string;
	readonly value: string;
	readonly description: string | undefined;
}

/** The secrets of a template, with the values that it gives them. */
export function planSecrets(of: ResourcesOf): readonly SecretSpec[] {
	return of("AWS::SecretsManager::Secret").map(({ name, arn, properties }) => ({
		name,
		arn,
		value: String(properties.SecretString ?? ""),
		description: properties.Description as string | undefined,
	}));
}
