import {
	CloudFormationClient,
	DescribeStacksCommand,
} from "@aws-sdk/client-cloudformation";
import {
	CloudWatchClient,
	DescribeAlarmsCommand,
} from "@aws-sdk/client-cloudwatch";
import { DynamoDBClient, ScanCommand } from "@aws-sdk/client-dynamodb";
import { InvokeCommand, LambdaClient } from "@aws-sdk/client-lambda";
import { ListBucketsCommand, S3Client } from "@aws-sdk/client-s3";
import { GetScheduleCommand, SchedulerClient } from "@aws-sdk/client-scheduler";
import {
	GetSecretValueCommand,
	SecretsManagerClient,
} from "@aws-sdk/client-secrets-manager";
import { PublishCommand, SNSClient } from "@aws-sdk/client-sns";
import {
	GetQueueUrlCommand,
	SendMessageCommand,
	SQSClient,
} from "@aws-sdk/client-sqs";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { queue, startTinyStack, type TinyStack } from "./support/tiny-stack.ts";

let stack: TinyStack;
beforeAll(async () => {
	stack = await startTinyStack({ Queue: queue("work") }, {});
});
afterAll(() => stack.stop());

const inRegion = (region: string) => ({
	...stack.client,
	region,
	maxAttempts: 1,
});
const SENTENCE =
	/^Cannot find this in eu-west-1, .* this run is in us-east-1\. Set AWS_REGION=us-east-1/;

/** In the run's region each of these gets another answer. */
const CALLS: readonly (readonly [
	string,
	(region: string) => Promise<unknown>,
])[] = [
	[
		"QueueDoesNotExist",
		(region) =>
			new SQSClient({ ...inRegion(region), useQueueUrlAsEndpoint: false }).send(
				new SendMessageCommand({
					QueueUrl: `${stack.client.endpoint}/000000000000/work`,
					MessageBody: "x",
				}),
			),
	],
	[
		"QueueDoesNotExist",
		(region) =>
			new SQSClient(inRegion(region)).send(
				new GetQueueUrlCommand({ QueueName: "work" }),
			),
	],
	[
		"ResourceNotFoundException",
		(region) =>
			new DynamoDBClient(inRegion(region)).send(
				new ScanCommand({ TableName: "t" }),
			),
	],
	[
		"ResourceNotFoundException",
		(region) =>
			new LambdaClient(inRegion(region)).send(
				new InvokeCommand({ FunctionName: "f" }),
			),
	],
	[
		"ResourceNotFoundException",
		(region) =>
			new SchedulerClient(inRegion(region)).send(
				new GetScheduleCommand({ Name: "s" }),
			),
	],
	[
		"ResourceNotFoundException",
		(region) =>
			new SecretsManagerClient(inRegion(region)).send(
				new GetSecretValueCommand({ SecretId: "s" }),
			),
	],
	[
		"NotFoundException",
		(region) =>
			new SNSClient(inRegion(region)).send(
				new PublishCommand({
					TopicArn: `arn:aws:sns:${region}:000000000000:t`,
					Message: "x",
				}),
			),
	],
	[
		"ResourceNotFoundException",
		(region) =>
			new CloudWatchClient(inRegion(region)).send(
				new DescribeAlarmsCommand({}),
			),
	],
];

const answerOf = (call: Promise<unknown>) =>
	call.then(
		() => ({ name: "fine", message: "" }),
		({ name, message }: Error) => ({ name, message }),
	);

describe("a request that is signed for another region", () => {
	test.each(CALLS)("gets %s, and a sentence", async (name, call) => {
		const away = await answerOf(call("eu-west-1"));
		expect(away.message).toMatch(SENTENCE);
		expect(away.name).toBe(name);
		expect((await answerOf(call("us-east-1"))).message).not.toMatch(SENTENCE);
	});

	test("reaches S3 and CloudFormation, which tell where the run is", async () => {
		const s3 = new S3Client({ ...inRegion("eu-west-1"), forcePathStyle: true });
		expect(await s3.send(new ListBucketsCommand({}))).toHaveProperty("Buckets");
		const stacks = new CloudFormationClient(inRegion("eu-west-1"));
		const { Stacks } = await stacks.send(new DescribeStacksCommand({}));
		expect(Stacks).toHaveLength(1);
	});
});
