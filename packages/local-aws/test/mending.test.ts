import {
	CloudFormationClient,
	DescribeStacksCommand,
	paginateListStackResources,
} from "@aws-sdk/client-cloudformation";
import {
	CloudWatchClient,
	DescribeAlarmsCommand,
	DisableAlarmActionsCommand,
	EnableAlarmActionsCommand,
	SetAlarmStateCommand,
} from "@aws-sdk/client-cloudwatch";
import {
	LambdaClient,
	UpdateEventSourceMappingCommand,
} from "@aws-sdk/client-lambda";
import { CreateQueueCommand, SQSClient } from "@aws-sdk/client-sqs";
import { afterAll, beforeAll, expect, test } from "vitest";
import {
	lambda,
	queue,
	startTinyStack,
	type TinyStack,
	until,
} from "./support/tiny-stack.ts";

let stack: TinyStack;
beforeAll(async () => {
	stack = await startTinyStack(
		{
			Work: queue("work", { VisibilityTimeout: 60 }),
			Told: queue("told"),
			Topic: {
				Type: "AWS::SNS::Topic",
				Properties: { TopicName: "alarms" },
			},
			Subscription: {
				Type: "AWS::SNS::Subscription",
				Properties: {
					TopicArn: { Ref: "Topic" },
					Protocol: "sqs",
					Endpoint: { "Fn::GetAtt": ["Told", "Arn"] },
				},
			},
			Alarm: {
				Type: "AWS::CloudWatch::Alarm",
				Properties: {
					AlarmName: "errors",
					Namespace: "Test",
					MetricName: "Errors",
					EvaluationPeriods: 1,
					Threshold: 1,
					ComparisonOperator: "GreaterThanOrEqualToThreshold",
					TreatMissingData: "ignore",
					AlarmActions: [{ Ref: "Topic" }],
				},
			},
			Fn: lambda("answers"),
			Mapping: {
				Type: "AWS::Lambda::EventSourceMapping",
				Properties: {
					EventSourceArn: { "Fn::GetAtt": ["Work", "Arn"] },
					FunctionName: { Ref: "Fn" },
				},
			},
		},
		{ answers: "export const handler = async () => ({});" },
	);
});
afterAll(() => stack.stop());

test("a mapping's settings can be changed, and it goes on polling", async () => {
	const client = new LambdaClient(stack.client);
	const [mapping] = stack.aws.services.lambda.mappings;
	const UUID = mapping?.spec.UUID;
	await client.send(
		new UpdateEventSourceMappingCommand({
			UUID,
			BatchSize: 3,
			FunctionResponseTypes: ["ReportBatchItemFailures"],
			ScalingConfig: { MaximumConcurrency: 4 },
		}),
	);
	expect(mapping?.spec).toMatchObject({
		BatchSize: 3,
		ScalingConfig: { MaximumConcurrency: 4 },
		FunctionResponseTypes: ["ReportBatchItemFailures"],
	});
	await until(() => mapping?.state === "Enabled");
	await expect(
		client.send(
			new UpdateEventSourceMappingCommand({ UUID, ParallelizationFactor: 2 }),
		),
	).rejects.toThrow(/cannot change ParallelizationFactor of a mapping/);
	client.destroy();
});

test("an alarm whose actions are disabled turns red, and tells nobody", async () => {
	const client = new CloudWatchClient(stack.client);
	const told = stack.aws.services.queues.store;
	const messages = () =>
		[...told.allQueues()].find(({ name }) => name === "told")?.messages.length;
	const AlarmNames = ["errors"];
	const turn = (StateValue: "ALARM" | "OK") =>
		client.send(
			new SetAlarmStateCommand({
				AlarmName: "errors",
				StateValue,
				StateReason: "drill",
			}),
		);
	await client.send(new DisableAlarmActionsCommand({ AlarmNames }));
	await turn("ALARM");
	const { MetricAlarms } = await client.send(new DescribeAlarmsCommand({}));
	expect(MetricAlarms).toMatchObject([
		{ ActionsEnabled: false, StateValue: "ALARM" },
	]);
	expect(messages()).toBe(0);
	await turn("OK");
	await client.send(new EnableAlarmActionsCommand({ AlarmNames }));
	await turn("ALARM");
	await until(() => messages() === 1);
	client.destroy();
});

test("a stack's resources are listed with their physical ids; another stack does not exist", async () => {
	const client = new CloudFormationClient(stack.client);
	const found: (string | undefined)[] = [];
	for await (const {
		StackResourceSummaries = [],
	} of paginateListStackResources({ client }, { StackName: "tiny" }))
		found.push(
			...StackResourceSummaries.map(
				({ PhysicalResourceId }) => PhysicalResourceId,
			),
		);
	expect(found).toEqual(expect.arrayContaining(["errors", "answers"]));
	await expect(
		client.send(new DescribeStacksCommand({ StackName: "none" })),
	).rejects.toThrow(/does not exist/);
	client.destroy();
});

test("an answer's Date is the time of the run, not of the machine", async () => {
	stack.aws.advance(3_600_000);
	const client = new SQSClient({
		...stack.client,
		useQueueUrlAsEndpoint: false,
	});
	let date = "";
	client.middlewareStack.add(
		(next) => async (args) => {
			const result = await next(args);
			const { headers } = result.response as {
				readonly headers: Readonly<Record<string, string>>;
			};
			date = headers.date ?? "";
			return result;
		},
		{ step: "deserialize" },
	);
	await client.send(new CreateQueueCommand({ QueueName: "work" }));
	expect(Math.abs(Date.parse(date) - Date.now())).toBeLessThan(5000);
	client.destroy();
});
