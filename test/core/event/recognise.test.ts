import { describe, expect, test } from "vitest";
import type { ServiceEvent } from "../../../core/event/service-event.ts";
import {
	bodyOf,
	EVENT_NAMES,
	eventOf,
	jsonOf,
	read,
} from "../../support/events.ts";

const ACCOUNT = "123456789012";
const topic = (name: string, region = "eu-west-1") =>
	`arn:aws:sns:${region}:${ACCOUNT}:${name}`;

describe("recognise()", () => {
	test.each<[name: string, event: Partial<ServiceEvent>]>([
		[
			"alarm-sns",
			{
				key: "sns|da41e39f-ea4d-435a-b922-c6aae3915ebe",
				source: "aws.cloudwatch",
				detailType: "CloudWatch Alarm State Change",
				topicArn: topic("alarms"),
				account: ACCOUNT,
				region: "eu-west-1",
				time: Date.parse("2026-11-25T08:03:12.347Z"),
				subject: 'ALARM: "orders-5xx" in EU (Ireland)',
			},
		],
		[
			"alarm-raw",
			{
				key: `alarm|arn:aws:cloudwatch:eu-west-1:${ACCOUNT}:alarm:orders-5xx|2026-11-25T08:21:12.350+0000|OK`,
				source: "aws.cloudwatch",
				topicArn: undefined,
			},
		],
		[
			"alarm-eventbridge",
			{
				key: "eventbridge|c4c1c1c9-6542-e61b-6ef0-8c4d36933a92",
				source: "aws.cloudwatch",
				resources: [
					`arn:aws:cloudwatch:eu-west-1:${ACCOUNT}:alarm:ServerCpuTooHigh`,
				],
			},
		],
		[
			"sns-eventbridge",
			{
				key: "eventbridge|7bf73129-1428-4cd3-a780-95db273d1603",
				source: "aws.ec2",
				topicArn: topic("instances"),
			},
		],
		[
			"s3-put",
			{
				source: "aws.s3",
				detailType: "Object Created",
				bucket: "acme-reports",
				account: undefined,
				region: "eu-west-1",
				resources: ["arn:aws:s3:::acme-reports"],
			},
		],
		[
			"s3-eventbridge",
			{ source: "aws.s3", bucket: "acme-reports", account: ACCOUNT },
		],
		[
			"lambda-destination-failure",
			{
				source: "aws.lambda",
				detailType: "Lambda Function Invocation Result - Failure",
				account: ACCOUNT,
			},
		],
		[
			"budgets-sns",
			{
				source: "aws.budgets",
				detailType: "AWS Budget Notification",
				topicArn: topic("budgets", "us-east-1"),
			},
		],
		[
			"sns-text",
			{
				source: "aws.sns",
				detailType: "Notification",
				detail:
					"The nightly export has finished.\n\nRows: 48,211\nTook: 13 minutes\n",
				subject: "Nightly export finished",
				account: ACCOUNT,
			},
		],
		[
			"custom-source",
			{ source: "com.acme.orders", detailType: "Order Cancelled" },
		],
	])("knows %s", (name, event) => {
		expect(eventOf(bodyOf(name))).toMatchObject(event);
	});

	test("reads JSON of a publisher's own out of SNS's envelope", () => {
		expect(eventOf(bodyOf("sns-json"))).toMatchObject({
			source: "aws.sns",
			detail: { service: "orders-api" },
		});
	});

	test("keeps the innermost text as it was delivered", () => {
		expect(eventOf(bodyOf("alarm-sns")).raw).toBe(jsonOf("alarm-sns").Message);
		expect(eventOf(bodyOf("s3-put")).raw).toBe(bodyOf("s3-put"));
	});

	test.each(["s3-test-event", "s3-test-event-sns"])(
		"takes %s for S3's test, which needs no mail",
		(name) => {
			expect(read(bodyOf(name))).toEqual({ kind: "test-event" });
		},
	);

	test("refuses SNS's question whether to subscribe, and names no link", () => {
		const found = read(bodyOf("sns-subscription-confirmation"));
		expect(found).toMatchObject({
			kind: "malformed",
			problems: [{ pointer: "/Type" }],
		});
		expect(JSON.stringify(found)).not.toMatch(/http|Token|2336412f37/);
	});

	test("takes several records of one bucket for one event", () => {
		const event = eventOf(bodyOf("s3-several"));
		expect(event.detail).toMatchObject({ Records: [{}, {}, {}] });
	});

	test.each(EVENT_NAMES)("takes %s with fields that AWS adds", (name) => {
		const more = { ...jsonOf(name), NewField: { by: "AWS" } };
		expect(read(more).kind).toBe(read(bodyOf(name)).kind);
	});
});
