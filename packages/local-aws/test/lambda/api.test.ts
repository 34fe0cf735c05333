import {
	CloudWatchClient,
	DescribeAlarmsCommand,
} from "@aws-sdk/client-cloudwatch";
import {
	DeleteFunctionConcurrencyCommand,
	GetAccountSettingsCommand,
	GetFunctionConcurrencyCommand,
	InvokeCommand,
	LambdaClient,
	PutFunctionConcurrencyCommand,
} from "@aws-sdk/client-lambda";
import {
	GetQueueAttributesCommand,
	SendMessageCommand,
	SQSClient,
} from "@aws-sdk/client-sqs";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import {
	lambda,
	queue,
	startTinyStack,
	type TinyStack,
	until,
} from "../support/tiny-stack.ts";

const FunctionName = "answers";
let stack: TinyStack;
let api: LambdaClient;
let sqs: SQSClient;
let cloudwatch: CloudWatchClient;
beforeEach(async () => {
	const alarm = (MetricName: string) => ({
		Type: "AWS::CloudWatch::Alarm",
		Properties: {
			AlarmName: MetricName,
			Namespace: "AWS/Lambda",
			MetricName,
			Dimensions: [{ Name: "FunctionName", Value: FunctionName }],
			Statistic: "Sum",
			EvaluationPeriods: 1,
			Threshold: 1,
			ComparisonOperator: "GreaterThanOrEqualToThreshold",
			TreatMissingData: "notBreaching",
		},
	});
	stack = await startTinyStack(
		{
			Queue: queue("work", { VisibilityTimeout: 60 }),
			Answers: lambda(FunctionName),
			Reserved: lambda("reserved", { ReservedConcurrentExecutions: 5 }),
			Mapping: {
				Type: "AWS::Lambda::EventSourceMapping",
				Properties: {
					EventSourceArn: { "Fn::GetAtt": ["Queue", "Arn"] },
					FunctionName: { Ref: "Answers" },
				},
			},
			Errors: alarm("Errors"),
			Throttles: alarm("Throttles"),
		},
		{
			answers: 'export const handler = async () => "hello";',
			reserved: "export const handler = async () => {};",
		},
	);
	api = new LambdaClient({ ...stack.client, maxAttempts: 1 });
	cloudwatch = new CloudWatchClient(stack.client);
	sqs = new SQSClient(stack.client);
});
afterEach(async () => {
	api.destroy();
	sqs.destroy();
	cloudwatch.destroy();
	await stack.stop();
});

const invoke = async () => {
	const { Payload, FunctionError } = await api.send(
		new InvokeCommand({ FunctionName, Payload: "{}" }),
	);
	return {
		payload: JSON.parse(Buffer.from(Payload ?? []).toString()),
		error: FunctionError,
	};
};
const reserve = (ReservedConcurrentExecutions: number) =>
	api.send(
		new PutFunctionConcurrencyCommand({
			FunctionName,
			ReservedConcurrentExecutions,
		}),
	);
const redAlarms = async () => {
	const { MetricAlarms = [] } = await cloudwatch.send(
		new DescribeAlarmsCommand({ StateValue: "ALARM" }),
	);
	return MetricAlarms.map(({ AlarmName }) => AlarmName);
};
/** Sends one message, and waits until the mapping has taken it. */
const giveWork = async () => {
	const QueueUrl = `${stack.aws.url}/000000000000/work`;
	await sqs.send(new SendMessageCommand({ QueueUrl, MessageBody: "x" }));
	const count = async () => {
		const { Attributes = {} } = await sqs.send(
			new GetQueueAttributesCommand({ QueueUrl, AttributeNames: ["All"] }),
		);
		return {
			ready: Number(Attributes.ApproximateNumberOfMessages),
			taken: Number(Attributes.ApproximateNumberOfMessagesNotVisible),
		};
	};
	await until(async () => (await count()).ready === 0);
	return count;
};

describe("reserved concurrency", () => {
	test("of 0 throttles invocations, and counts them", async () => {
		await reserve(0);
		await expect(invoke()).rejects.toMatchObject({
			name: "TooManyRequestsException",
			$metadata: { httpStatusCode: 429 },
		});
		expect(await redAlarms()).toEqual(["Throttles"]);
	});

	test("of 0 leaves a mapping's batch to the visibility timeout", async () => {
		await reserve(0);
		const count = await giveWork();
		await until(async () => (await redAlarms()).includes("Throttles"));
		expect(await count()).toEqual({ ready: 0, taken: 1 });
		await api.send(new DeleteFunctionConcurrencyCommand({ FunctionName }));
		stack.aws.advance(61_000);
		await until(async () => {
			const { ready, taken } = await count();
			return ready + taken === 0;
		});
	});

	test("can be read, and taken back", async () => {
		const read = async () =>
			(await api.send(new GetFunctionConcurrencyCommand({ FunctionName })))
				.ReservedConcurrentExecutions;
		expect(await read()).toBeUndefined();
		await reserve(3);
		expect(await read()).toBe(3);
		await api.send(new DeleteFunctionConcurrencyCommand({ FunctionName }));
		expect(await read()).toBeUndefined();
		expect((await invoke()).payload).toBe("hello");
	});

	test("of the template counts in the account's settings", async () => {
		expect(await api.send(new GetAccountSettingsCommand())).toMatchObject({
			AccountLimit: {
				ConcurrentExecutions: 1000,
				UnreservedConcurrentExecutions: 995,
			},
			AccountUsage: { FunctionCount: 2 },
		});
	});
});

describe("a broken function", () => {
	test("fails each invocation with its message, and counts errors", async () => {
		stack.fn(FunctionName).broken = "Cannot find module";
		expect(await invoke()).toMatchObject({
			error: "Unhandled",
			payload: { errorMessage: "Cannot find module" },
		});
		expect(await redAlarms()).toEqual(["Errors"]);
		stack.fn(FunctionName).broken = undefined;
		expect((await invoke()).error).toBeUndefined();
	});

	test("leaves a mapping's batch in the queue", async () => {
		stack.fn(FunctionName).broken = "Cannot find module";
		const count = await giveWork();
		await until(async () => (await redAlarms()).includes("Errors"));
		expect(await count()).toEqual({ ready: 0, taken: 1 });
	});
});

test("an unsigned request finds Lambda by its path", async () => {
	for (const path of [
		"/2016-08-19/account-settings/",
		`/2019-09-30/functions/${FunctionName}/concurrency`,
		"/2015-03-31/event-source-mappings/?FunctionName=answers",
	])
		expect((await fetch(`${stack.aws.url}${path}`)).status).toBe(200);
});
