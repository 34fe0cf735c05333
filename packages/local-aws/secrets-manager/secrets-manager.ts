import { randomBytes, randomUUID } from "node:crypto";
import { ACCOUNT, AwsError, type JsonAction } from "../http.ts";

interface Version {
	readonly id: string;
	readonly value: string;
	readonly createdAt: number;
	stages: string[];
}

interface SecretItem {
	readonly name: string;
	readonly arn: string;
	readonly description: string | undefined;
	readonly versions: Version[];
}

/** Secrets Manager: versions with their stages, the way PutSecretValue moves AWSCURRENT. */
export class SecretsManager {
	readonly #secrets = new Map<string, SecretItem>();
	readonly #region: string;
	readonly #onLabel: (event: {
		readonly arn: string;
		readonly name: string;
		readonly versionId: string;
	}) => void;

	constructor(options: {
		readonly region: string;
		/** Called when AWSCURRENT moves, like AWS's `Secret Label Updated` event. */
		readonly onLabel?: (event: {
			readonly arn: string;
			readonly name: string;
			readonly versionId: string;
		}) => void;
	}) {
		this.#region = options.region;
		this.#onLabel = options.onLabel ?? (() => {});
	}

	create(
		name: string,
		value: string,
		options: { readonly arn?: string; readonly description?: string } = {},
	): { readonly arn: string } {
		if (this.#secrets.has(name)) {
			throw new AwsError(
				"ResourceExistsException",
				`The secret ${name} already exists.`,
			);
		}
		const {
			arn = `arn:aws:secretsmanager:${this.#region}:${ACCOUNT}:secret:${name}-${randomBytes(3).toString("hex")}`,
			description,
		} = options;
		this.#secrets.set(name, { name, arn, description, versions: [] });
		this.put(name, value);
		return { arn };
	}

	put(
		id: string,
		value: string,
		versionId: string = randomUUID(),
		stages: readonly string[] = ["AWSCURRENT"],
	): Version {
		const secret = this.#find(id);
		const same = secret.versions.find((version) => version.id === versionId);
		if (same !== undefined) {
			if (same.value === value) return same;
			throw new AwsError(
				"ResourceExistsException",
				"A version with this ClientRequestToken has another value.",
			);
		}
		const version: Version = {
			id: versionId,
			value,
			createdAt: Date.now(),
			stages: [],
		};
		secret.versions.push(version);
		for (const stage of stages) this.#moveStage(secret, stage, version);
		return version;
	}

	readonly actions: Readonly<Record<string, JsonAction>> = {
		CreateSecret: ({ Name, SecretString = "", Description }) => {
			const { arn } = this.create(
				String(Name),
				String(SecretString),
				Description === undefined ? {} : { description: String(Description) },
			);
			return {
				ARN: arn,
				Name,
				VersionId: this.#current(this.#find(String(Name))).id,
			};
		},
		GetSecretValue: ({ SecretId, VersionId, VersionStage = "AWSCURRENT" }) => {
			const secret = this.#find(String(SecretId));
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
				ARN: secret.arn,
				Name: secret.name,
				VersionId: version.id,
				SecretString: version.value,
				VersionStages: version.stages,
				CreatedDate: version.createdAt / 1000,
			};
		},
		PutSecretValue: ({
			SecretId,
			SecretString,
			ClientRequestToken,
			VersionStages,
		}) => {
			const secret = this.#find(String(SecretId));
			const version = this.put(
				secret.name,
				String(SecretString),
				ClientRequestToken as string | undefined,
				VersionStages as string[] | undefined,
			);
			return {
				ARN: secret.arn,
				Name: secret.name,
				VersionId: version.id,
				VersionStages: version.stages,
			};
		},
		UpdateSecret: ({ SecretId, SecretString, ClientRequestToken }) => {
			const secret = this.#find(String(SecretId));
			if (SecretString === undefined)
				return { ARN: secret.arn, Name: secret.name };
			const version = this.put(
				secret.name,
				String(SecretString),
				ClientRequestToken as string | undefined,
			);
			return { ARN: secret.arn, Name: secret.name, VersionId: version.id };
		},
		UpdateSecretVersionStage: ({
			SecretId,
			VersionStage,
			MoveToVersionId,
			RemoveFromVersionId,
		}) => {
			const secret = this.#find(String(SecretId));
			const to = secret.versions.find(({ id }) => id === MoveToVersionId);
			if (to !== undefined) this.#moveStage(secret, String(VersionStage), to);
			const from = secret.versions.find(({ id }) => id === RemoveFromVersionId);
			if (from !== undefined && to === undefined)
				from.stages = from.stages.filter((stage) => stage !== VersionStage);
			return { ARN: secret.arn, Name: secret.name };
		},
		DescribeSecret: ({ SecretId }) =>
			this.#describe(this.#find(String(SecretId))),
		ListSecretVersionIds: ({ SecretId }) => {
			const secret = this.#find(String(SecretId));
			return {
				ARN: secret.arn,
				Name: secret.name,
				Versions: secret.versions.map(({ id, stages, createdAt }) => ({
					VersionId: id,
					VersionStages: stages,
					CreatedDate: createdAt / 1000,
				})),
			};
		},
		ListSecrets: () => ({
			SecretList: [...this.#secrets.values()].map((secret) =>
				this.#describe(secret),
			),
		}),
	};

	#describe(secret: SecretItem) {
		return {
			ARN: secret.arn,
			Name: secret.name,
			Description: secret.description,
			LastChangedDate: this.#current(secret).createdAt / 1000,
			VersionIdsToStages: Object.fromEntries(
				secret.versions.map(({ id, stages }) => [id, stages]),
			),
		};
	}

	#moveStage(secret: SecretItem, stage: string, to: Version): void {
		const holder = secret.versions.find(({ stages }) => stages.includes(stage));
		if (holder === to) return;
		if (holder !== undefined)
			holder.stages = holder.stages.filter((name) => name !== stage);
		if (stage === "AWSCURRENT" && holder !== undefined)
			this.#moveStage(secret, "AWSPREVIOUS", holder);
		to.stages = [
			...to.stages.filter(
				(name) => name !== "AWSPREVIOUS" || stage !== "AWSCURRENT",
			),
			stage,
		];
		if (stage === "AWSCURRENT")
			this.#onLabel({ arn: secret.arn, name: secret.name, versionId: to.id });
	}

	#current(secret: SecretItem): Version {
		const current = secret.versions.find(({ stages }) =>
			stages.includes("AWSCURRENT"),
		);
		if (current === undefined)
			throw new AwsError(
				"ResourceNotFoundException",
				"The secret has no current value.",
			);
		return current;
	}

	#find(id: string): SecretItem {
		for (const secret of this.#secrets.values()) {
			if (
				secret.name === id ||
				secret.arn === id ||
				secret.arn.slice(0, -7) === id
			)
				return secret;
		}
		throw new AwsError(
			"ResourceNotFoundException",
			"Secrets Manager can't find the specified secret.",
		);
	}
}
