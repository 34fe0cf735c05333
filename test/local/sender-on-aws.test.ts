import {
	CloudFormationClient,
	DescribeStacksCommand,
} from "@aws-sdk/client-cloudformation";
import {
	CloudWatchClient,
	DescribeAlarmsCommand,
} from "@aws-sdk/client-cloudwatch";
import {
	GetEventSourceMappingCommand,
	InvokeCommand,
	LambdaClient,
	ListEventSourceMappingsCommand,
	UpdateEventSourceMappingCommand,
} from "@aws-sdk/client-lambda";
import { GetQueueAttributesCommand, SQSClient } from "@aws-sdk/client-sqs";
import type { LocalAws } from "local-aws";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { ALARMS } from "../../infra/constructs/alarms/alarms.ts";
import { until } from "../../packages/local-aws/test/support/tiny-stack.ts";
import { Harness } from "../support/harness.ts";
import { mail } from "../support/mail.ts";

let stack: Harness;
let client: LocalAws["client"];
beforeAll(async () => {
	stack = await Harness.start();
	client = stack.local.aws.client;
});
afterAll(() => stack.stop());

describe("of a local sender", () => {
	test("SQS has the template's attributes on its queue", async () => {
		const { Attributes } = await new SQSClient(client).send(
			new GetQueueAttributesCommand({
				QueueUrl: stack.sender.queueUrl,
				AttributeNames: ["All"],
			}),
		);
		expect(Attributes).toMatchObject({
			VisibilityTimeout: "1080",
			MaximumMessageSize: String(1_048_576 - 16_384),
			MessageRetentionPeriod: "604800",
		});
	});

	test("CloudFormation tells the stack's outputs", async () => {
		const { Stacks } = await new CloudFormationClient(client).send(
			new DescribeStacksCommand({ StackName: "GmailSender-mail" }),
		);
		const keys = Stacks?.[0]?.Outputs?.map(({ OutputKey }) => OutputKey);
		expect(keys).toEqual(
			expect.arrayContaining([
				"QueueUrl",
				"QueueArn",
				"DeadLetterQueueUrl",
				"SecretName",
				"StateTableName",
				"FunctionName",
				"NextCommand",
			]),
		);
	});

	test("Lambda answers an invocation and describes the mapping", async () => {
		// Until its first round the sender is unattended.
		await stack.local.aws.tick();
		const lambda = new LambdaClient(client);
		const { Payload } = await lambda.send(
			new InvokeCommand({
				FunctionName: stack.sender.breakerFunctionName,
				Payload: '{"action":"status"}',
			}),
		);
		expect(JSON.parse(Buffer.from(Payload ?? []).toString())).toMatchObject({
			verdict: "sending",
		});
		const { EventSourceMappings } = await lambda.send(
			new ListEventSourceMappingsCommand({
				EventSourceArn: stack.sender.queueArn,
			}),
		);
		expect(EventSourceMappings).toMatchObject([
			{
				UUID: stack.sender.eventSourceMappingId,
				State: "Enabled",
				BatchSize: 9,
			},
		]);
	});

	test("Lambda's mapping can be paused and resumed", async () => {
		// It would resume the mapping by itself.
		stack.breakerFunction.broken = "not now";
		await stack.settle();
		const lambda = new LambdaClient(client);
		const UUID = stack.sender.eventSourceMappingId;
		await lambda.send(
			new UpdateEventSourceMappingCommand({ UUID, Enabled: false }),
		);
		await until(() => stack.mapping.state === "Disabled");
		await stack.send(mail({ id: "paused" }));
		await stack.settle();
		expect(stack.waiting()).toBe(1);
		await lambda.send(
			new UpdateEventSourceMappingCommand({ UUID, Enabled: true }),
		);
		expect(
			await lambda.send(new GetEventSourceMappingCommand({ UUID })),
		).toMatchObject({ State: "Enabled" });
		await stack.settle();
		expect(stack.waiting()).toBe(0);
		stack.breakerFunction.broken = undefined;
	});

	test("CloudWatch tells the template's alarms on the functions' own lines", async () => {
		const cloudwatch = new CloudWatchClient(client);
		await stack.send("not JSON");
		await stack.settle();
		const { MetricAlarms = [] } = await cloudwatch.send(
			new DescribeAlarmsCommand({ AlarmNamePrefix: "mail: " }),
		);
		expect(MetricAlarms).toHaveLength(ALARMS.length);
		expect(
			MetricAlarms.find(({ AlarmName }) =>
				AlarmName?.includes("dead-lettered"),
			),
		).toMatchObject({ StateValue: "ALARM" });
	});
});
