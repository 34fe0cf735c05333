import {
	PutSecretValueCommand,
	SecretsManagerClient,
} from "@aws-sdk/client-secrets-manager";
import { afterAll, beforeAll, expect, test } from "vitest";
import {
	lambda,
	startTinyStack,
	type TinyStack,
	until,
} from "../support/tiny-stack.ts";

const ECHO =
	"export const handler = async (event) => console.log(JSON.stringify(event));";

let stack: TinyStack;
let secrets: SecretsManagerClient;
beforeAll(async () => {
	const secret = (Name: string) => ({
		Type: "AWS::SecretsManager::Secret",
		Properties: { Name, SecretString: "{}" },
	});
	const target = (id: string, input: object) => ({
		Id: id,
		Arn: { "Fn::GetAtt": [id, "Arn"] },
		...input,
	});
	stack = await startTinyStack(
		{
			Password: secret("password"),
			Other: secret("other"),
			Constant: lambda("constant"),
			Whole: lambda("whole"),
			Stored: {
				Type: "AWS::Events::Rule",
				Properties: {
					EventPattern: {
						source: ["aws.secretsmanager"],
						"detail-type": ["Secret Label Updated"],
						resources: [{ Ref: "Password" }],
						detail: { labelUpdated: ["AWSCURRENT"] },
					},
					State: "ENABLED",
					Targets: [
						target("Constant", { Input: '{"action":"tick"}' }),
						target("Whole", {}),
					],
				},
			},
		},
		{ constant: ECHO, whole: ECHO },
	);
	secrets = new SecretsManagerClient(stack.client);
});
afterAll(async () => {
	secrets.destroy();
	await stack.stop();
});

const lines = (name: string) =>
	stack.aws.services.logs
		.linesOf(`/aws/lambda/${name}`)
		.map((line) => JSON.parse(line));
const store = (SecretId: string) =>
	secrets.send(new PutSecretValueCommand({ SecretId, SecretString: "new" }));

test("a rule on a secret's new version invokes its functions, and none for another secret", async () => {
	await store("other");
	const { VersionId } = await store("password");
	await until(() => lines("constant").length > 0 && lines("whole").length > 0);
	expect(lines("constant")).toEqual([{ action: "tick" }]);
	expect(lines("whole")).toMatchObject([{ detail: { versionId: VersionId } }]);
});
