import { describe, expect, test } from "vitest";
import { nameOfResource, partsOfArn } from "../../../core/event/arn.ts";
import {
	consoleLink,
	trustedLink,
} from "../../../core/event/writing/console-link.ts";

describe("consoleLink()", () => {
	const path = (region: string) => `/x?region=${region}`;

	test.each([
		[
			"eu-west-1",
			"https://eu-west-1.console.aws.amazon.com/x?region=eu-west-1",
		],
		[
			"cn-north-1",
			"https://cn-north-1.console.amazonaws.cn/x?region=cn-north-1",
		],
		[
			"us-gov-west-1",
			"https://us-gov-west-1.console.amazonaws-us-gov.com/x?region=us-gov-west-1",
		],
		["us-iso-east-1", undefined],
		["eusc-de-east-1", undefined],
		["eu-west-1.evil.example.com/", undefined],
		["", undefined],
		[undefined, undefined],
	])("leads for the region %s to its partition's console", (region, link) => {
		expect(consoleLink({ region }, path)).toBe(link);
	});
});

describe("trustedLink()", () => {
	test.each([
		"https://console.aws.amazon.com/cloudwatch/home",
		"https://eu-west-1.console.aws.amazon.com/codedeploy/home?#/deployments/d-1",
		"https://docs.aws.amazon.com/console/securityhub/S3.8/remediation",
		"https://cn-north-1.console.amazonaws.cn/ec2",
	])("takes %s", (link) => {
		expect(trustedLink(link)).toBe(link);
	});

	test.each([
		"http://console.aws.amazon.com/",
		"https://console.aws.amazon.com.evil.example.com/",
		"https://evil.example.com/console.aws.amazon.com",
		"https://user:password@console.aws.amazon.com/",
		"https://console.aws.amazon.com:8443/",
		"https://my-bucket.s3.amazonaws.com/phish.html",
		"https://abc123.execute-api.eu-west-1.amazonaws.com/",
		"https://xconsole.aws.amazon.com/",
		"javascript:alert(1)",
		"//console.aws.amazon.com/",
		"not a link",
		"",
	])("does not take %s", (link) => {
		expect(trustedLink(link)).toBeUndefined();
	});
});

describe("an ARN", () => {
	test.each([
		["arn:aws:ec2:eu-west-1:123456789012:instance/i-1", "i-1"],
		["arn:aws:s3:::acme-reports", "acme-reports"],
		["arn:aws:cloudwatch:eu-west-1:123456789012:alarm:orders", "orders"],
		["service:orders", "orders"],
		["plain", "plain"],
		["", ""],
	])("%s is called %s", (arn, name) => {
		expect(nameOfResource(arn)).toBe(name);
	});

	test("is taken apart, and nothing else is", () => {
		expect(partsOfArn("arn:aws-cn:s3:::b")).toMatchObject({
			partition: "aws-cn",
			account: "",
			resource: "b",
		});
		expect(partsOfArn("arn:aws:s3")).toBeUndefined();
	});
});
