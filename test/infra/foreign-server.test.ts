import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import {
	CloudFormationClient,
	CreateStackCommand,
	DeleteStackCommand,
	DescribeStackResourcesCommand,
	DescribeStacksCommand,
	UpdateStackCommand,
} from "@aws-sdk/client-cloudformation";
import {
	CreateBucketCommand,
	PutObjectCommand,
	S3Client,
} from "@aws-sdk/client-s3";
import { Stack } from "aws-cdk-lib";
import { Template } from "aws-cdk-lib/assertions";
import { Key } from "aws-cdk-lib/aws-kms";
import { Secret } from "aws-cdk-lib/aws-secretsmanager";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { readManifest } from "../../core/manifest.ts";
import { GmailSender } from "../../infra/constructs/gmail-sender.ts";
import type { GmailSenderProps } from "../../infra/constructs/gmail-sender-props.ts";
import { isInstalled, startMoto } from "../support/moto.ts";
import { newApp } from "../support/synth.ts";

// moto's account.
const env = { account: "123456789012", region: "eu-west-1" };

/** A template with a sender, as far as moto's CloudFormation knows its types. */
function templateOf(props: Partial<GmailSenderProps> = {}, withKey = false) {
	const stack = new Stack(newApp(), "Team", { env });
	new GmailSender(stack, "Mail", {
		mailbox: "alerts@example.com",
		mailboxType: "workspace",
		encryptionKey: withKey ? new Key(stack, "Key") : undefined,
		...props,
	});
	return Template.fromStack(stack).toJSON() as {
		readonly Parameters: object;
		readonly Rules: object;
		readonly Resources: Readonly<
			Record<string, { readonly Properties: Properties }>
		>;
	};
}

interface Properties {
	readonly Code?: { readonly S3Bucket?: string; readonly S3Key?: string };
}

describe.skipIf(!isInstalled("cfn-lint"))("cfn-lint finds no fault in", () => {
	const folder = mkdtempSync(join(tmpdir(), "sqs-gmail-sender-lint-"));
	afterAll(() => rmSync(folder, { recursive: true }));

	/** W3005: CDK writes down each dependency. */
	const ACCEPTED = ["W3005"];
	/** Newer than the copy of CloudFormation's specification that cfn-lint has: alarms' warm-up, dashboards' tags. */
	const NEWER = /'(WarmUpConfiguration|Tags)' was unexpected/;

	test.each([
		["a sender", {}, false],
		["one with a key of the customer's", {}, true],
		["one with a dashboard and an alias", EVERYTHING, false],
	])("%s", (_what, props, withKey) => {
		const file = join(folder, "template.json");
		writeFileSync(file, JSON.stringify(templateOf(props, withKey)));
		expect(lint(file, ACCEPTED).filter((line) => !NEWER.test(line))).toEqual(
			[],
		);
	});
});

const EVERYTHING: Partial<GmailSenderProps> = {
	dashboard: true,
	aliases: ["shop@example.com"],
};

function lint(file: string, accepted: readonly string[]): readonly string[] {
	const options = ["--format", "parseable", "--ignore-checks", ...accepted];
	try {
		execFileSync("cfn-lint", [...options, "--", file]);
		return [];
	} catch (error) {
		const { stdout } = error as { readonly stdout: Buffer };
		return stdout.toString().trim().split("\n");
	}
}

describe.skipIf(!isInstalled("moto_server"))("on moto", () => {
	let moto: Awaited<ReturnType<typeof startMoto>>;
	let cloudFormation: CloudFormationClient;
	beforeAll(async () => {
		moto = await startMoto();
		cloudFormation = new CloudFormationClient(moto.client);
	});
	afterAll(async () => {
		cloudFormation.destroy();
		await moto.stop();
	});

	// moto's CloudFormation has no secrets, and nobody bootstraps its account.
	const secretOf = (stack: Stack) =>
		Secret.fromSecretCompleteArn(
			stack,
			"Secret",
			`arn:aws:secretsmanager:${env.region}:${env.account}:secret:mail-AbCdEf`,
		);
	const bodyOf = (props: Partial<GmailSenderProps>, withKey: boolean) => {
		const secret = secretOf(new Stack(newApp(), "Elsewhere", { env }));
		const { Parameters, Rules, ...template } = templateOf(
			{ secret, ...props },
			withKey,
		);
		return template;
	};
	async function putCode({
		Resources,
	}: ReturnType<typeof bodyOf>): Promise<void> {
		const s3 = new S3Client({ ...moto.client, forcePathStyle: true });
		for (const { Properties } of Object.values(Resources)) {
			const { S3Bucket: Bucket, S3Key } = Properties?.Code ?? {};
			if (Bucket === undefined) continue;
			const LocationConstraint = "eu-west-1";
			await s3
				.send(
					new CreateBucketCommand({
						Bucket,
						CreateBucketConfiguration: { LocationConstraint },
					}),
				)
				.catch(() => {});
			await s3.send(
				new PutObjectCommand({ Bucket, Key: S3Key, Body: EMPTY_ZIP }),
			);
		}
		s3.destroy();
	}
	const describeStack = async (StackName: string) =>
		(await cloudFormation.send(new DescribeStacksCommand({ StackName })))
			.Stacks?.[0];

	test.each([
		["a sender", "Plain", false],
		["one with a key of the customer's", "WithKey", true],
	])(
		"%s is deployed, updated and removed",
		async (_what, StackName, withKey) => {
			const template = bodyOf({}, withKey);
			await putCode(template);
			await cloudFormation.send(
				new CreateStackCommand({
					StackName,
					TemplateBody: JSON.stringify(template),
					Capabilities: ["CAPABILITY_IAM"],
				}),
			);
			const stack = await describeStack(StackName);
			expect(stack?.StackStatus).toBe("CREATE_COMPLETE");
			const { StackResources = [] } = await cloudFormation.send(
				new DescribeStackResourcesCommand({ StackName }),
			);
			expect(StackResources).toHaveLength(
				Object.keys(template.Resources).length,
			);
			const manifests = (stack?.Outputs ?? []).flatMap(
				({ OutputValue = "" }) => readManifest(OutputValue) ?? [],
			);
			expect(manifests).toHaveLength(1);

			await cloudFormation.send(
				new UpdateStackCommand({
					StackName,
					TemplateBody: JSON.stringify(bodyOf({ maxConcurrency: 3 }, withKey)),
					Capabilities: ["CAPABILITY_IAM"],
				}),
			);
			expect((await describeStack(StackName))?.StackStatus).toBe(
				"UPDATE_COMPLETE",
			);

			await cloudFormation.send(new DeleteStackCommand({ StackName }));
			await expect(describeStack(StackName)).rejects.toThrow(/does not exist/);
		},
	);
});

const EMPTY_ZIP = Buffer.from("504b0506".padEnd(44, "0"), "hex");
