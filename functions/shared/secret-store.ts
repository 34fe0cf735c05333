import {
	GetSecretValueCommand,
	type SecretsManagerClient,
} from "@aws-sdk/client-secrets-manager";
import { attempt } from "./aws-failure.ts";
import type { Secret, SecretStore } from "./deps.ts";

/** The secret, kept in memory; requests that come at once share one call. */
export function createSecretStore(options: {
	readonly client: SecretsManagerClient;
	readonly secretArn: string;
	readonly now: () => number;
	readonly report: (error: unknown) => void;
}): SecretStore {
	const { client, secretArn, now, report } = options;
	let cached: { readonly secret: Secret; readonly at: number } | undefined;
	let underway: Promise<Secret | "unavailable"> | undefined;

	const fetch = () =>
		attempt(async () => {
			const { SecretString = "", VersionId = "" } = await client.send(
				new GetSecretValueCommand({ SecretId: secretArn }),
			);
			const secret = { value: SecretString, version: VersionId };
			cached = { secret, at: now() };
			return secret;
		}, report);

	return {
		async current(maxAgeMs) {
			if (cached !== undefined && now() - cached.at < maxAgeMs)
				return cached.secret;
			underway ??= fetch().finally(() => {
				underway = undefined;
			});
			return underway;
		},
	};
}
