import { randomUUID } from "node:crypto";
import { type Actions, AwsError } from "../http.ts";
import type { SecretSpec } from "./plan.ts";

interface Version {
	readonly VersionId: string;
	/** Epoch seconds. */
	readonly CreatedDate: number;
	VersionStages: readonly string[];
	readonly SecretString: string;
}

interface Secret extends Omit<SecretSpec, "value"> {
	readonly versions: Version[];
}

/** Secrets Manager: versions with their stages, the way PutSecretValue moves AWSCURRENT. */
export class SecretsManager {
	readonly #secrets: Secret[] = [];
	readonly #onLabel: (secret: Secret, versionId: string) => void;

	/** `onLabel` is called when AWSCURRENT moves, like AWS's `Secret Label Updated` event. */
	constructor(onLabel: (secret: Secret, versionId: string) => void) {
		this.#onLabel = onLabel;
	}

	create({ value, ...spec }: SecretSpec): void {
		this.#secrets.push({ ...spec, versions: [] });
		this.put(spec.ARN, value);
	}

	put(
		secretId: string,
		value: string,
		versionId: string = randomUUID(),
		stages: readonly string[] = ["AWSCURRENT"],
	): Version {
		const secret = this.#find(secretId);
		const same = secret.versions.find(
			({ VersionId }) => VersionId === versionId,
		);
		if (same !== undefined) {
			if (same.SecretString === value) return same;
			throw new AwsError(
				"ResourceExistsException",
				"A version with this ClientRequestToken has another value.",
			);
		}
		const version: Version = {
			VersionId: versionId,
			CreatedDate: Date.now() / 1000,
			VersionStages: [],
			SecretString: value,
		};
		secret.versions.push(version);
		for (const stage of stages) moveStage(secret, stage, version);
		if (stages.includes("AWSCURRENT")) this.#onLabel(secret, versionId);
		return version;
	}

	/** What a secret holds now. */
	current(secretId: string): string {
		const { versions } = this.#find(secretId);
		return (
			versions.find(({ VersionStages }) => VersionStages.includes("AWSCURRENT"))
				?.SecretString ?? ""
		);
	}

	readonly actions: Actions = {
		GetSecretValue: ({ SecretId, VersionId, VersionStage = "AWSCURRENT" }) => {
			const secret = this.#find(SecretId);
			const version = secret.versions.find((one) =>
				VersionId === undefined
					? one.VersionStages.includes(String(VersionStage))
					: one.VersionId === VersionId,
			);
			if (version === undefined)
				throw new AwsError(
					"ResourceNotFoundException",
					`Secrets Manager can't find the specified secret value for staging label: ${VersionStage}`,
				);
			return { ...headOf(secret), ...version };
		},
		PutSecretValue: (input) => {
			const { SecretId, SecretString, ClientRequestToken, VersionStages } =
				input;
			const version = this.put(
				String(SecretId),
				String(SecretString),
				ClientRequestToken as string | undefined,
				VersionStages as string[] | undefined,
			);
			return { ...headOf(this.#find(SecretId)), ...describeVersion(version) };
		},
		DescribeSecret: ({ SecretId }) => describe(this.#find(SecretId)),
		ListSecretVersionIds: ({ SecretId }) => {
			const secret = this.#find(SecretId);
			return {
				...headOf(secret),
				Versions: secret.versions.map(describeVersion),
			};
		},
		ListSecrets: () => ({ SecretList: this.#secrets.map(describe) }),
	};

	/** By name, ARN, or the ARN without what AWS adds to the name. */
	#find(id: unknown): Secret {
		const secret = this.#secrets.find(({ Name, ARN }) =>
			[Name, ARN, ARN.slice(0, -7)].includes(String(id)),
		);
		if (secret !== undefined) return secret;
		throw new AwsError(
			"ResourceNotFoundException",
			"Secrets Manager can't find the specified secret.",
		);
	}
}

/** A stage is of one version: the one that loses AWSCURRENT becomes AWSPREVIOUS. */
function moveStage(secret: Secret, stage: string, to: Version): void {
	const holder = secret.versions.find(({ VersionStages }) =>
		VersionStages.includes(stage),
	);
	if (holder !== undefined) {
		holder.VersionStages = holder.VersionStages.filter((one) => one !== stage);
		if (stage === "AWSCURRENT") moveStage(secret, "AWSPREVIOUS", holder);
	}
	to.VersionStages = [...to.VersionStages, stage];
}

function headOf({ ARN, Name }: Secret): object {
	return { ARN, Name };
}

function describe({ versions, ...secret }: Secret): object {
	return {
		...secret,
		LastChangedDate: versions.at(-1)?.CreatedDate ?? 0,
		VersionIdsToStages: Object.fromEntries(
			versions.map(({ VersionId, VersionStages }) => [
				VersionId,
				VersionStages,
			]),
		),
	};
}

function describeVersion({ SecretString: _secret, ...version }: Version) {
	return version;
}
