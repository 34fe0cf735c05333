import {
	CloudWatchClient,
	DescribeAlarmHistoryCommand,
	SetAlarmStateCommand,
} from "@aws-sdk/client-cloudwatch";
import {
	DescribeKeyCommand,
	GetKeyPolicyCommand,
	KMSClient,
	PutKeyPolicyCommand,
} from "@aws-sdk/client-kms";
import { SetTopicAttributesCommand, SNSClient } from "@aws-sdk/client-sns";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import {
	startTinyStack,
	type TinyStack,
	until,
} from "../support/tiny-stack.ts";

const OWNER = {
	Effect: "Allow",
	Principal: { AWS: "arn:aws:iam::000000000000:root" },
	Action: "kms:*",
	Resource: "*",
};
const CLOUDWATCH = {
	Effect: "Allow",
	Principal: { Service: "cloudwatch.amazonaws.com" },
	Action: "*",
	Resource: "*",
};
const ALIAS = "alias/alarms";

let stack: TinyStack;
let cloudwatch: CloudWatchClient;
let kms: KMSClient;
let sns: SNSClient;
beforeAll(async () => {
	stack = await startTinyStack({
		Key: {
			Type: "AWS::KMS::Key",
			Properties: { KeyPolicy: { Statement: [OWNER] } },
		},
		Alias: {
			Type: "AWS::KMS::Alias",
			Properties: {
				AliasName: ALIAS,
				TargetKeyId: { "Fn::GetAtt": ["Key", "Arn"] },
			},
		},
		Page: {
			Type: "AWS::SNS::Topic",
			Properties: {
				TopicName: "page",
				KmsMasterKeyId: { "Fn::GetAtt": ["Key", "Arn"] },
			},
		},
		PagePolicy: {
			Type: "AWS::SNS::TopicPolicy",
			Properties: {
				Topics: [{ Ref: "Page" }],
				PolicyDocument: { Statement: [CLOUDWATCH] },
			},
		},
		Alarm: {
			Type: "AWS::CloudWatch::Alarm",
			Properties: {
				AlarmName: "alarm",
				Namespace: "mail",
				MetricName: "beats",
				Statistic: "Sum",
				Period: 60,
				EvaluationPeriods: 3,
				Threshold: 1,
				ComparisonOperator: "LessThanThreshold",
				TreatMissingData: "notBreaching",
				AlarmActions: [{ Ref: "Page" }],
			},
		},
	});
	cloudwatch = new CloudWatchClient(stack.client);
	kms = new KMSClient(stack.client);
	sns = new SNSClient(stack.client);
});
afterAll(async () => {
	for (const client of [cloudwatch, kms, sns]) client.destroy();
	await stack.stop();
});

/** What became of the alarm's next action. */
async function ring(): Promise<string | undefined> {
	const items = async () =>
		(
			await cloudwatch.send(
				new DescribeAlarmHistoryCommand({
					AlarmName: "alarm",
					HistoryItemType: "Action",
				}),
			)
		).AlarmHistoryItems ?? [];
	const before = (await items()).length;
	stack.aws.services.cloudwatch.evaluate();
	await cloudwatch.send(
		new SetAlarmStateCommand({
			AlarmName: "alarm",
			StateValue: "ALARM",
			StateReason: "a drill",
		}),
	);
	await until(async () => (await items()).length > before);
	return (await items())[0]?.HistorySummary;
}
const setTopic = (AttributeName: string, AttributeValue: string) =>
	sns.send(
		new SetTopicAttributesCommand({
			TopicArn: "arn:aws:sns:us-east-1:000000000000:page",
			AttributeName,
			AttributeValue,
		}),
	);

describe("an action of an alarm, as its history shows it,", () => {
	test("fails at an encrypted topic until the policy of the key admits CloudWatch", async () => {
		expect(await ring()).toMatch(/^Failed .*:page\. .*encryption key/);
		const { KeyMetadata: { KeyId, KeyManager } = {} } = await kms.send(
			new DescribeKeyCommand({ KeyId: ALIAS }),
		);
		expect(KeyManager).toBe("CUSTOMER");
		const { Policy = "" } = await kms.send(new GetKeyPolicyCommand({ KeyId }));
		expect(JSON.parse(Policy)).toEqual({ Statement: [OWNER] });
		await kms.send(
			new PutKeyPolicyCommand({
				KeyId,
				Policy: JSON.stringify({ Statement: [OWNER, CLOUDWATCH] }),
			}),
		);
		expect(await ring()).toBe(
			"Successfully executed action arn:aws:sns:us-east-1:000000000000:page",
		);
	});

	test("fails with a key that AWS manages, by whatever name", async () => {
		await setTopic("KmsMasterKeyId", "alias/aws/sns");
		expect(await ring()).toMatch(/^Failed .*encryption key/);
		await setTopic("KmsMasterKeyId", "");
	});

	test("fails at a topic whose own policy does not name CloudWatch", async () => {
		await setTopic("Policy", JSON.stringify({ Statement: [OWNER] }));
		expect(await ring()).toMatch(/^Failed .*SNS:Publish/);
		await setTopic("Policy", JSON.stringify({ Statement: [CLOUDWATCH] }));
		expect(await ring()).toMatch(/^Successfully/);
	});
});

test("a key that nobody has is an error", async () => {
	await expect(
		kms.send(new DescribeKeyCommand({ KeyId: "alias/none" })),
	).rejects.toThrow(/does not exist/);
});
