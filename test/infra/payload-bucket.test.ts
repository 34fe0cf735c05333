import { Duration, RemovalPolicy } from "aws-cdk-lib";
import { Match } from "aws-cdk-lib/assertions";
import { describe, expect, test } from "vitest";
import type { GmailSenderProps } from "../../infra/constructs/gmail-sender-props.ts";
import { templateWith } from "../support/synth.ts";

/** Days that the bucket keeps objects, by their prefix. */
function keptDays(props: Partial<GmailSenderProps> = {}) {
	const [bucket] = Object.values(
		templateWith(props).findResources("AWS::S3::Bucket"),
	);
	const rules: readonly { Prefix?: string; ExpirationInDays?: number }[] =
		bucket?.Properties.LifecycleConfiguration.Rules;
	const of = (prefix: string) =>
		rules.find(({ Prefix }) => Prefix === prefix)?.ExpirationInDays;
	return { messages: of("messages/"), scheduled: of("scheduled/") };
}

describe("the bucket for long messages", () => {
	test("is nobody else's: no public access, no access lists, TLS only", () => {
		const template = templateWith();
		template.hasResourceProperties("AWS::S3::Bucket", {
			PublicAccessBlockConfiguration: {
				BlockPublicAcls: true,
				BlockPublicPolicy: true,
				IgnorePublicAcls: true,
				RestrictPublicBuckets: true,
			},
			OwnershipControls: {
				Rules: [{ ObjectOwnership: "BucketOwnerEnforced" }],
			},
		});
		template.hasResourceProperties("AWS::S3::BucketPolicy", {
			PolicyDocument: {
				Statement: [
					Match.objectLike({
						Effect: "Deny",
						Condition: { Bool: { "aws:SecureTransport": "false" } },
					}),
				],
			},
		});
	});

	test("is encrypted", () => {
		templateWith().hasResourceProperties("AWS::S3::Bucket", {
			BucketEncryption: {
				ServerSideEncryptionConfiguration: [
					{ ServerSideEncryptionByDefault: { SSEAlgorithm: "AES256" } },
				],
			},
		});
	});

	test("keeps a body longer than the ledger and one more round of both queues", () => {
		// 22 days of the ledger, 7 and 14 of the queues.
		expect(keptDays().messages).toBe(44);
	});

	test("keeps bodies longer when the queues do", () => {
		const { messages } = keptDays({
			retention: Duration.days(13),
			deadLetterRetention: Duration.days(14),
		});
		expect(messages).toBe(13 + 14 + 1 + 13 + 14 + 1);
	});

	test("keeps a body that was scheduled a year ahead as long after that", () => {
		const { messages = 0, scheduled } = keptDays();
		expect(scheduled).toBe(365 + messages);
	});

	test("goes with a sandbox", () => {
		templateWith({ removalPolicy: RemovalPolicy.DESTROY }).hasResource(
			"AWS::S3::Bucket",
			{ DeletionPolicy: "Delete" },
		);
	});

	test("is named to the sending function and in the manifest", () => {
		const template = templateWith();
		const [id] = Object.keys(template.findResources("AWS::S3::Bucket"));
		template.hasResourceProperties("AWS::Lambda::Function", {
			Environment: {
				Variables: Match.objectLike({ PAYLOAD_BUCKET: { Ref: id } }),
			},
		});
		expect(JSON.stringify(template.findOutputs("*"))).toContain(
			`"payloadBucketName\\":\\"",{"Ref":"${id}"}`,
		);
	});
});
