import type { ResourcesOf } from "../cloudformation/intrinsics.ts";

export type SecretSpec = ReturnType<typeof planSecrets>[number];

/** The secrets of a template, with the values that it gives them. */
export function planSecrets(of: ResourcesOf) {
	return of("AWS::SecretsManager::Secret").map(({ name, arn, properties }) => ({
		Name: name,
		ARN: arn,
		Description: properties.Description as string | undefined,
		value: String(properties.SecretString ?? ""),
	}));
}
