import {
	GetSecretValueCommand,
	ListSecretVersionIdsCommand,
	PutSecretValueCommand,
	SecretsManagerClient,
} from "@aws-sdk/client-secrets-manager";
import { afterAll, beforeAll, expect, test } from "vitest";
import { startTinyStack, type TinyStack } from "../support/tiny-stack.ts";

const SecretId = "mailbox";
let stack: TinyStack;
let secrets: SecretsManagerClient;
beforeAll(async () => {
	stack = await startTinyStack({
		Secret: {
			Type: "AWS::SecretsManager::Secret",
			Properties: { Name: SecretId, SecretString: "{}" },
		},
	});
	secrets = new SecretsManagerClient(stack.client);
});
afterAll(async () => {
	secrets.destroy();
	await stack.stop();
});

test("PutSecretValue moves AWSCURRENT, and tells EventBridge", async () => {
	const before = await secrets.send(new GetSecretValueCommand({ SecretId }));
	const put = await secrets.send(
		new PutSecretValueCommand({
			SecretId,
			SecretString: before.SecretString,
		}),
	);
	const { Versions = [] } = await secrets.send(
		new ListSecretVersionIdsCommand({ SecretId }),
	);
	expect(
		Versions.find(({ VersionId }) => VersionId === put.VersionId)
			?.VersionStages,
	).toEqual(["AWSCURRENT"]);
	expect(
		Versions.find(({ VersionId }) => VersionId === before.VersionId)
			?.VersionStages,
	).toEqual(["AWSPREVIOUS"]);
	const { events } = stack.aws.services.events;
	expect(
		events.findLast(({ source }) => source === "aws.secretsmanager"),
	).toMatchObject({
		"detail-type": "Secret Label Updated",
		detail: { versionId: put.VersionId },
	});
	await expect(
		secrets.send(new GetSecretValueCommand({ SecretId: "none" })),
	).rejects.toThrow(/can't find/);
});
