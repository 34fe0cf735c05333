import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, inject, test } from "vitest";

interface Template {
	readonly Resources: Readonly<
		Record<
			string,
			{
				readonly Type: string;
				readonly Properties?: Readonly<Record<string, unknown>>;
			}
		>
	>;
}

/** What holds somebody's mail or state, by its logical id: another id is another, empty resource. */
const STATEFUL: Readonly<Record<string, string>> = {
	SenderQueue31904364: "AWS::SQS::Queue",
	SenderQueueDeadLetters9D54DCB1: "AWS::SQS::Queue",
	SenderState81CA998E: "AWS::DynamoDB::Table",
	SenderCredential5E933EFB: "AWS::SecretsManager::Secret",
	SenderPayloads49288FD2: "AWS::S3::Bucket",
};
/** Properties whose change makes CloudFormation replace the resource, and so leave its content behind. */
const REPLACING: Readonly<Record<string, readonly string[]>> = {
	"AWS::SQS::Queue": ["QueueName", "FifoQueue"],
	"AWS::DynamoDB::Table": ["TableName", "KeySchema", "AttributeDefinitions"],
	"AWS::SecretsManager::Secret": ["Name"],
	"AWS::S3::Bucket": ["BucketName"],
};

const FIXTURE = join(
	import.meta.dirname,
	"..",
	"fixtures",
	"released-template.json",
);
const read = (file: string): Template => JSON.parse(readFileSync(file, "utf8"));
const released = read(FIXTURE).Resources;
const template = read(
	join(inject("assemblyFolder"), "GmailSender-mail.template.json"),
);
const current = template.Resources;

describe("the template", () => {
	// CONTRIBUTING.md tells how to accept a change that is meant.
	test("is the released one, but for the functions' code", async () => {
		const withoutCode = JSON.stringify(
			template,
			(key, value) => (key === "S3Key" ? "…" : value),
			1,
		);
		await expect(`${withoutCode}\n`).toMatchFileSnapshot(FIXTURE);
	});

	test("has queue, dead-letter queue, table, secret and bucket, and keeps nothing elsewhere", () => {
		const types = new Set(Object.values(STATEFUL));
		expect(
			Object.fromEntries(
				Object.entries(current)
					.map(([id, { Type }]) => [id, Type] as const)
					.filter(([, type]) => types.has(type)),
			),
		).toEqual(STATEFUL);
	});

	test.each(Object.entries(STATEFUL))(
		"never has %s replaced, which holds somebody's mail or state",
		(id, type) => {
			for (const property of REPLACING[type] ?? [])
				expect(current[id]?.Properties?.[property]).toEqual(
					released[id]?.Properties?.[property],
				);
		},
	);

	test("keeps the secret's value, or a deploy would overwrite the stored App Password", () => {
		expect(current.SenderCredential5E933EFB?.Properties?.SecretString).toBe(
			'{"appPassword":""}',
		);
	});
});
