import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, inject, test } from "vitest";

interface Resource {
	readonly Type: string;
	readonly Properties?: Readonly<Record<string, unknown>>;
}

const STATEFUL = [
	"AWS::SQS::Queue",
	"AWS::DynamoDB::Table",
	"AWS::SecretsManager::Secret",
	"AWS::S3::Bucket",
];
/** What the next release adds: who deploys it keeps bodies there. */
const COMING: Readonly<Record<string, Resource>> = {
	SenderPayloads49288FD2: { Type: "AWS::S3::Bucket" },
};
/** Properties whose change makes CloudFormation replace the resource, and so leave its content behind. */
const REPLACING: Readonly<Record<string, readonly string[]>> = {
	"AWS::SQS::Queue": ["QueueName", "FifoQueue"],
	"AWS::DynamoDB::Table": ["TableName", "KeySchema", "AttributeDefinitions"],
	"AWS::SecretsManager::Secret": ["Name"],
	"AWS::S3::Bucket": ["BucketName"],
};

const resourcesIn = (text: string) =>
	(
		JSON.parse(text) as {
			readonly Resources: Readonly<Record<string, Resource>>;
		}
	).Resources;
const released = resourcesIn(
	readFileSync(
		join(import.meta.dirname, "..", "fixtures", "released-template.json"),
		"utf8",
	),
);
const current = resourcesIn(
	readFileSync(
		join(inject("assemblyFolder"), "GmailSender-mail.template.json"),
		"utf8",
	),
);
const stateful = Object.entries({ ...released, ...COMING }).filter(
	([, { Type }]) => STATEFUL.includes(Type),
);

describe("the released template", () => {
	test("has queue, dead-letter queue, table, secret and, from the next on, a bucket", () => {
		expect(stateful.map(([, { Type }]) => Type).toSorted()).toEqual([
			"AWS::DynamoDB::Table",
			"AWS::S3::Bucket",
			"AWS::SQS::Queue",
			"AWS::SQS::Queue",
			"AWS::SecretsManager::Secret",
		]);
	});

	test.each(stateful)(
		"keeps the logical id %s, which holds somebody's mail or state",
		(id, { Type, Properties = {} }) => {
			expect(current[id]?.Type).toBe(Type);
			for (const property of REPLACING[Type] ?? [])
				expect(current[id]?.Properties?.[property]).toEqual(
					Properties[property],
				);
		},
	);

	test("keeps the secret's value, or a deploy would overwrite the stored App Password", () => {
		const [id, secret] =
			stateful.find(([, { Type }]) => Type === "AWS::SecretsManager::Secret") ??
			[];
		expect(current[id ?? ""]?.Properties?.SecretString).toBe(
			secret?.Properties?.SecretString,
		);
	});
});
