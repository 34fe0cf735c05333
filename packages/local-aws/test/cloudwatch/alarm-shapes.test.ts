import {
	CloudWatchClient,
	DescribeAlarmsCommand,
	SetAlarmStateCommand,
} from "@aws-sdk/client-cloudwatch";
import { ReceiveMessageCommand, SQSClient } from "@aws-sdk/client-sqs";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import {
	queue,
	startTinyStack,
	type TinyStack,
} from "../support/tiny-stack.ts";

const ARN = "arn:aws:cloudwatch:us-east-1:000000000000:alarm";
const TOPIC = "arn:aws:sns:us-east-1:000000000000:page";
const TIME = expect.stringMatching(
	/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}\+0000$/,
);
const SHORT_TIME = String.raw`\d\d/\d\d/\d\d \d\d:\d\d:\d\d`;

let stack: TinyStack;
let api: CloudWatchClient;
let sqs: SQSClient;
beforeAll(async () => {
	const alarm = (AlarmName: string, properties: object) => ({
		Type: "AWS::CloudWatch::Alarm",
		Properties: {
			AlarmName,
			EvaluationPeriods: 1,
			Threshold: 3,
			ComparisonOperator: "GreaterThanThreshold",
			AlarmActions: [{ Ref: "Page" }],
			OKActions: [{ Ref: "Page" }],
			...properties,
		},
	});
	const orders = {
		Namespace: "Shop",
		MetricName: "Orders",
		Dimensions: [{ Name: "Region", Value: "north" }],
		Statistic: "Sum",
		Period: 300,
		TreatMissingData: "ignore",
	};
	const subscribed = (id: string) => ({
		Type: "AWS::SNS::Subscription",
		Properties: {
			TopicArn: { Ref: "Page" },
			Protocol: "sqs",
			Endpoint: { "Fn::GetAtt": [id, "Arn"] },
		},
	});
	stack = await startTinyStack({
		Pager: queue("pager"),
		FromBus: queue("from-bus"),
		Page: { Type: "AWS::SNS::Topic", Properties: { TopicName: "page" } },
		Subscription: subscribed("Pager"),
		Rule: {
			Type: "AWS::Events::Rule",
			Properties: {
				EventPattern: {
					source: ["aws.cloudwatch"],
					"detail-type": ["CloudWatch Alarm State Change"],
				},
				Targets: [{ Id: "a", Arn: { "Fn::GetAtt": ["FromBus", "Arn"] } }],
			},
		},
		Orders: alarm("orders", {
			...orders,
			AlarmDescription: "Too many orders",
			Unit: "Count",
		}),
		Silent: alarm("silent", { ...orders, ActionsEnabled: false }),
		Percentile: alarm("percentile", {
			...orders,
			MetricName: "Latency",
			Statistic: undefined,
			ExtendedStatistic: "p90",
			InsufficientDataActions: [{ Ref: "Page" }],
		}),
		Math: alarm("math", {
			Metrics: [
				{ Id: "rate", Expression: "errors / orders", Label: "Error rate" },
				{
					Id: "errors",
					MetricStat: {
						Metric: {
							Namespace: "Shop",
							MetricName: "Errors",
							Dimensions: [{ Name: "Region", Value: "north" }],
						},
						Period: 60,
						Stat: "Sum",
					},
					ReturnData: false,
				},
			],
		}),
		Composite: {
			Type: "AWS::CloudWatch::CompositeAlarm",
			Properties: { AlarmName: "both", AlarmRule: "ALARM(orders)" },
		},
	});
	api = new CloudWatchClient(stack.client);
	sqs = new SQSClient(stack.client);
});
afterAll(async () => {
	api.destroy();
	sqs.destroy();
	await stack.stop();
});

const next = async (name: string) => {
	const { Messages: [message] = [] } = await sqs.send(
		new ReceiveMessageCommand({
			QueueUrl: `${stack.aws.url}/000000000000/${name}`,
			WaitTimeSeconds: 5,
		}),
	);
	return JSON.parse(message?.Body ?? "{}");
};
/** The next page of that alarm: its subject and its own words. */
const nextPage = async (alarm: string) => {
	for (;;) {
		const { Subject, Message = "{}" } = await next("pager");
		const page = JSON.parse(Message);
		if (page.AlarmName === alarm) return { Subject, ...page };
	}
};
const measure = (metric: string, ...values: number[]) => {
	const { cloudwatch } = stack.aws.services;
	for (const value of values)
		cloudwatch.record("Shop", metric, { Region: "north" }, value);
	cloudwatch.evaluate();
};
const set = (
	AlarmName: string,
	StateValue: "OK" | "ALARM" | "INSUFFICIENT_DATA",
) =>
	api.send(
		new SetAlarmStateCommand({ AlarmName, StateValue, StateReason: "by hand" }),
	);

// https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/Notify_Users_Alarm_Changes.html
test("an alarm on any namespace pages with AWS's whole text", async () => {
	measure("Orders", 2, 5);
	expect(await nextPage("orders")).toEqual({
		Subject: 'ALARM: "orders" in US East (N. Virginia)',
		AlarmName: "orders",
		AlarmDescription: "Too many orders",
		AWSAccountId: "000000000000",
		AlarmConfigurationUpdatedTimestamp: TIME,
		NewStateValue: "ALARM",
		NewStateReason: expect.stringMatching(
			`^Threshold Crossed: 1 out of the last 1 datapoint \\[7\\.0 \\(${SHORT_TIME}\\)\\] was greater than the threshold \\(3\\.0\\) \\(minimum 1 datapoint for INSUFFICIENT_DATA -> ALARM transition\\)\\.$`,
		),
		StateChangeTime: TIME,
		Region: "US East (N. Virginia)",
		AlarmArn: `${ARN}:orders`,
		OldStateValue: "INSUFFICIENT_DATA",
		OKActions: [TOPIC],
		AlarmActions: [TOPIC],
		InsufficientDataActions: [],
		Trigger: {
			MetricName: "Orders",
			Namespace: "Shop",
			StatisticType: "Statistic",
			Statistic: "SUM",
			Unit: "Count",
			Dimensions: [{ value: "north", name: "Region" }],
			Period: 300,
			EvaluationPeriods: 1,
			DatapointsToAlarm: 1,
			ComparisonOperator: "GreaterThanThreshold",
			Threshold: 3,
			TreatMissingData: "ignore",
			EvaluateLowSampleCountPercentile: "",
		},
	});
});

// https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/cloudwatch-and-eventbridge.html
describe("every change of an alarm's state is an event of the default bus", () => {
	/** The next event about that alarm. */
	const told = async (alarmName: string) => {
		for (;;) {
			const event = await next("from-bus");
			if (event.detail.alarmName === alarmName) return event;
		}
	};

	test("in AWS's shape", async () => {
		const event = await told("orders");
		expect(event).toMatchObject({
			"detail-type": "CloudWatch Alarm State Change",
			source: "aws.cloudwatch",
			account: "000000000000",
			region: "us-east-1",
			resources: [`${ARN}:orders`],
		});
		expect(event.detail).toEqual({
			alarmName: "orders",
			state: {
				value: "ALARM",
				reason: expect.stringMatching(/^Threshold Crossed: /),
				reasonData: expect.any(String),
				timestamp: TIME,
			},
			previousState: {
				value: "INSUFFICIENT_DATA",
				reason: "Unchecked: Initial alarm creation",
				timestamp: TIME,
			},
			configuration: {
				description: "Too many orders",
				metrics: [
					{
						id: expect.stringMatching(
							/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/,
						),
						metricStat: {
							metric: {
								namespace: "Shop",
								name: "Orders",
								dimensions: { Region: "north" },
							},
							period: 300,
							stat: "Sum",
							unit: "Count",
						},
						returnData: true,
					},
				],
			},
		});
		expect(JSON.parse(event.detail.state.reasonData)).toEqual({
			version: "1.0",
			queryDate: TIME,
			startDate: TIME,
			unit: "Count",
			statistic: "Sum",
			period: 300,
			recentDatapoints: [7],
			threshold: 3,
			evaluatedDatapoints: [{ timestamp: TIME, sampleCount: 2, value: 7 }],
		});
	});

	test("even where its actions are disabled, which page nobody", async () => {
		await set("silent", "OK");
		expect(await told("silent")).toMatchObject({
			detail: { state: { value: "ALARM" } },
		});
		expect((await told("silent")).detail.state).toEqual({
			value: "OK",
			reason: "by hand",
			timestamp: TIME,
		});
		await set("orders", "OK");
		expect((await next("pager")).Subject).toMatch(/^OK: "orders"/);
	});

	test("of an alarm on an expression, too, with its metrics", async () => {
		await set("math", "ALARM");
		const { detail } = await told("math");
		expect(detail.configuration.metrics).toEqual([
			{
				id: "rate",
				expression: "errors / orders",
				label: "Error rate",
				returnData: true,
			},
			{
				id: "errors",
				metricStat: {
					metric: {
						namespace: "Shop",
						name: "Errors",
						dimensions: { Region: "north" },
					},
					period: 60,
					stat: "Sum",
				},
				returnData: false,
			},
		]);
		const { AlarmDescription, Trigger } = await nextPage("math");
		expect(AlarmDescription).toBeNull();
		expect(Trigger).toMatchObject({
			Metrics: [{ Id: "rate" }, { Id: "errors" }],
		});
		expect(Trigger).not.toHaveProperty("MetricName");
	});
});

test("an alarm on an expression is listed, and keeps the state that was set", async () => {
	stack.aws.services.cloudwatch.evaluate();
	const { MetricAlarms: [math] = [] } = await api.send(
		new DescribeAlarmsCommand({ AlarmNames: ["math"] }),
	);
	expect(math).toMatchObject({
		StateValue: "ALARM",
		Metrics: [{ Id: "rate" }, { Id: "errors" }],
	});
	expect(math?.Namespace).toBeUndefined();
});

test("a percentile counts the values below it", async () => {
	measure("Latency", 1, 1, 1, 1, 1, 1, 1, 1, 1, 100);
	const { MetricAlarms: [alarm] = [] } = await api.send(
		new DescribeAlarmsCommand({ AlarmNames: ["percentile"] }),
	);
	expect(alarm).toMatchObject({ StateValue: "OK", ExtendedStatistic: "p90" });
	measure("Latency", 100);
	expect(await nextPage("percentile")).toMatchObject({
		NewStateValue: "ALARM",
		Trigger: { StatisticType: "ExtendedStatistic", ExtendedStatistic: "p90" },
	});
});

test("an alarm that knows nothing any more pages whom it is to", async () => {
	await set("percentile", "INSUFFICIENT_DATA");
	expect(await nextPage("percentile")).toMatchObject({
		NewStateValue: "INSUFFICIENT_DATA",
	});
});
