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

const MINUTE = 60_000;

let stack: TinyStack;
let api: CloudWatchClient;
let sqs: SQSClient;
beforeAll(async () => {
	const alarm = (properties: object) => ({
		Type: "AWS::CloudWatch::Alarm",
		Properties: {
			Namespace: "mail",
			MetricName: "beats",
			Statistic: "Sum",
			Period: 60,
			EvaluationPeriods: 3,
			Threshold: 1,
			ComparisonOperator: "LessThanThreshold",
			AlarmActions: [{ Ref: "Page" }],
			OKActions: [{ Ref: "Page" }],
			...properties,
		},
	});
	stack = await startTinyStack({
		Pager: queue("pager"),
		Page: { Type: "AWS::SNS::Topic", Properties: { TopicName: "page" } },
		Subscription: {
			Type: "AWS::SNS::Subscription",
			Properties: {
				TopicArn: { Ref: "Page" },
				Protocol: "sqs",
				Endpoint: { "Fn::GetAtt": ["Pager", "Arn"] },
			},
		},
		Silent: alarm({
			AlarmName: "silent",
			TreatMissingData: "breaching",
			WarmUpConfiguration: { WarmUpPeriodDurationInMinutes: 3 },
		}),
		Count: alarm({ AlarmName: "count", TreatMissingData: "notBreaching" }),
	});
	api = new CloudWatchClient(stack.client);
	sqs = new SQSClient(stack.client);
});
afterAll(async () => {
	api.destroy();
	sqs.destroy();
	await stack.stop();
});

/** The next page: what became of which alarm, and why. */
const nextPage = async () => {
	const { Messages: [message] = [] } = await sqs.send(
		new ReceiveMessageCommand({
			QueueUrl: `${stack.aws.url}/000000000000/pager`,
			WaitTimeSeconds: 5,
		}),
	);
	return JSON.parse(JSON.parse(message?.Body ?? "{}").Message ?? "{}");
};
const stateOf = async (name: string) =>
	(await api.send(new DescribeAlarmsCommand({ AlarmNames: [name] })))
		.MetricAlarms?.[0];
const set = (AlarmName: string, StateValue: "OK" | "ALARM") =>
	api.send(
		new SetAlarmStateCommand({
			AlarmName,
			StateValue,
			StateReason: "a drill",
		}),
	);

describe("SetAlarmState", () => {
	test("sends the alarm's actions, and the next evaluation changes it back", async () => {
		expect(await stateOf("count")).toMatchObject({ StateValue: "OK" });
		await set("count", "ALARM");
		expect(await stateOf("count")).toMatchObject({
			StateValue: "ALARM",
			StateReason: "a drill",
		});
		expect(await nextPage()).toMatchObject({
			AlarmName: "count",
			NewStateValue: "ALARM",
			NewStateReason: "a drill",
		});
		stack.aws.services.cloudwatch.evaluate();
		expect(await stateOf("count")).toMatchObject({ StateValue: "OK" });
		expect(await nextPage()).toMatchObject({
			AlarmName: "count",
			NewStateValue: "OK",
		});
	});

	test("works by the query protocol, as older clients speak it", async () => {
		const response = await fetch(stack.aws.url, {
			method: "POST",
			headers: {
				"content-type": "application/x-www-form-urlencoded",
				authorization:
					"AWS4-HMAC-SHA256 Credential=local/20261125/us-east-1/monitoring/aws4_request",
			},
			body: "Action=SetAlarmState&AlarmName=count&StateValue=ALARM&StateReason=a+drill",
		});
		expect(response.status).toBe(200);
		expect(await nextPage()).toMatchObject({ NewStateValue: "ALARM" });
	});

	test("says which alarm there is not", async () => {
		await expect(set("none", "ALARM")).rejects.toThrow(/Unknown alarm: none/);
	});
});

test("an alarm on a missing heartbeat does not page before its warm-up is over", async () => {
	expect(await stateOf("silent")).toMatchObject({
		StateValue: "INSUFFICIENT_DATA",
	});
	stack.aws.advance(3 * MINUTE);
	expect(await stateOf("silent")).toMatchObject({ StateValue: "ALARM" });
});
