import { randomUUID } from "node:crypto";
import { type Actions, AwsError } from "../http.ts";
import type { SecretSpec } from "./plan.ts";

interface Version {
	readonly id: string;
	readonly value: string;
	readonly createdAt: number;
	stages: readonly string[];
}

interface Secret extends SecretSpec {
	readonly versions: Version[];
}

/** Secrets Manager: versions with their stages, the way PutSecretValue moves AWSCURRENT. */
export class SecretsManager {
	readonly #secrets: Secret[] = [];
	readonly #onLabel: (secret: SecretSpec, versionId: string) => void;

	/** `onLabel` is called when AWSCURRENT moves, like AWS's `Secret Label Updated` event. */
	constructor(onLabel: (secret: SecretSpec, versionId: string) => void) {
		this.#onLabel = onLabel;
	}

	create(spec: SecretSpec): void {
		this.#secrets.push({ ...spec, versions: [] });
		this.put(spec.arn, spec.value);
	}

	put(
		secretId: string,
		value: string,
		versionId: string = randomUUID(),
		stages: readonly string[] = ["AWSCURRENT"],
	): Version {
		const secret = this.#find(secretId);
		const same = secret.versions.find(({ id }) => id === versionId);
		if (same !== undefined) {
			if (same.value === value) return same;
			throw new AwsError(
				"ResourceExistsException",
				"A version with this ClientRequestToken has another value.",
			);
		}
		const createdAt = Date.now();
		const version = { id: versionId, value, createdAt, stages: [] };
		secret.versions.push(version);
		for (const stage of stages) moveStage(secret, stage, version);
		if (stages.includes("AWSCURRENT")) this.#onLabel(secret, versionId);
		return version;
	}

	readonly actions: Actions = {
		GetSecretValue: ({ SecretId, VersionId, VersionStage = "AWSCURRENT" }) => {
			const secret = this.#find(SecretId);
			const version = secret.versions.find(({ id, stages }) =>
				VersionId === undefined
					? stages.includes(String(VersionStage))
					: id === VersionId,
			);
			if (version === undefined)
				throw new AwsError(
					"ResourceNotFoundException",
					`Secrets Manager can't find the specified secret value for staging label: ${VersionStage}`,
				);
			return {
				...headOf(secret),
				...describeVersion(version),
				SecretString: version.value,
			};
		},
		PutSecretValue: (input) => {
			const { SecretId, SecretString, ClientRequestToken, VersionStages } =
				input;
			const { id, stages } = this.put(
				String(SecretId),
				String(SecretString),
				ClientRequestToken as string | undefined,
				VersionStages as string[] | undefined,
			);
			const secret = this.#find(SecretId);
			return { ...headOf(secret), VersionId: id, VersionStages: stages };
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
		const secret = this.#secrets.find(({ name, arn }) =>
			[name, arn, arn.slice(0, -7)].includes(String(id)),
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
	const holder = secret.versions.find(({ stages }) => stages.includes(stage));
	if (holder !== undefined) {
		holder.stages = holder.stages.filter((name) => name !== stage);
		if (stage === "AWSCURRENT") moveStage(secret, "AWSPREVIOUS", holder);
	}
	to.stages = [...to.stages, stage];
}

function headOf({ name, arn }: Secret): object {
	return { ARN: arn, Name: name };
}

function describe(secret: Secret): object {
	const { description, versions } = secret;
	return {
		...headOf(secret),
		Description: description,
		LastChangedDate: (versions.at(-1)?.createdAt ?? 0) / 1000,
		VersionIdsToStages: Object.fromEntries(
			versions.map(({ id, stages }) => [id, stages]),
		),
	};
}

function describeVersion({ id, stages, createdAt }: Version): object {
	return {
		VersionId: id,
		VersionStages: stages,
		CreatedDate: createdAt / 1000,
	};
}
