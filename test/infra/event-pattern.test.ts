import { describe, expect, test } from "vitest";
import { mayMatch } from "../../infra/constructs/routes/event-pattern.ts";

const EVENT = {
	source: "aws.cloudwatch",
	"detail-type": "CloudWatch Alarm State Change",
	resources: ["arn:one"],
	region: undefined,
	detail: { alarmName: "mail: broken", state: undefined },
};

describe("mayMatch()", () => {
	test.each([
		{},
		{ source: ["aws.cloudwatch", "aws.ec2"] },
		{ source: [{ prefix: "aws." }] },
		{ source: [{ "anything-but": ["aws.ec2"] }] },
		{ source: [{ wildcard: "aws.*watch" }] },
		{ source: [{ "equals-ignore-case": "AWS.CloudWatch" }] },
		{ "detail-type": [{ suffix: "State Change" }] },
		{ resources: ["arn:one", "arn:two"] },
		{ region: ["eu-west-1"] },
		{ detail: { state: { value: ["ALARM"] } } },
		{ detail: { alarmName: [{ exists: true }] } },
		{ detail: { other: [{ exists: false }] } },
		{ detail: { alarmName: [{ "unheard-of": 1 }] } },
		{ $or: [{ source: ["aws.ec2"] }, { resources: ["arn:one"] }] },
	])("is true for %o", (pattern) => {
		expect(mayMatch(pattern, EVENT)).toBe(true);
	});

	test.each([
		{ source: ["aws.ec2"] },
		{ source: [{ prefix: "shop." }] },
		{ source: [{ "anything-but": ["aws.cloudwatch"] }] },
		{ resources: ["arn:two"] },
		{ detail: { alarmName: [{ "anything-but": { prefix: "mail: " } }] } },
		{ detail: { alarmName: [{ exists: false }] } },
		{ detail: { other: ["x"] } },
		{ detail: ["x"] },
		{ detail: { alarmName: { deeper: ["x"] } } },
		{ detail: { other: { deeper: ["x"] } } },
		{ source: ["aws.cloudwatch"], resources: ["arn:two"] },
		{ $or: [{ source: ["aws.ec2"] }, { resources: ["arn:two"] }] },
	])("is false for %o", (pattern) => {
		expect(mayMatch(pattern, EVENT)).toBe(false);
	});
});
