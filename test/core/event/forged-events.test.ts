import { describe, expect, test } from "vitest";
import { broken, faultsOf, SECRET } from "../../support/forged.ts";

/** What each shape has to hold: a kept event and the pointers of its required fields. */
const REQUIRED: Readonly<Record<string, readonly string[]>> = {
	"ec2-state-change": [
		"/id",
		"/detail-type",
		"/source",
		"/account",
		"/time",
		"/region",
		"/resources",
		"/detail",
	],
	"sns-text": ["/Type", "/MessageId", "/TopicArn", "/Message", "/Timestamp"],
	"alarm-raw": [
		"/AlarmName",
		"/AlarmArn",
		"/AWSAccountId",
		"/NewStateValue",
		"/StateChangeTime",
	],
	"s3-put": [
		"/Records/0/eventVersion",
		"/Records/0/eventSource",
		"/Records/0/awsRegion",
		"/Records/0/eventTime",
		"/Records/0/eventName",
		"/Records/0/s3",
		"/Records/0/s3/bucket",
		"/Records/0/s3/bucket/name",
		"/Records/0/s3/object",
		"/Records/0/s3/object/key",
	],
	"s3-test-event": ["/Service", "/Event", "/Time", "/Bucket"],
	"lambda-destination-failure": [
		"/version",
		"/timestamp",
		"/requestContext",
		"/requestContext/requestId",
		"/requestContext/functionArn",
		"/requestContext/condition",
	],
};
const FIELDS = Object.entries(REQUIRED).flatMap(([name, pointers]) =>
	pointers.map((pointer) => ({ name, pointer })),
);
// Any text may be SNS's message; what is wrong with it is the inner shape's business.
const STRICT = FIELDS.filter(({ pointer }) => pointer !== "/Message");
describe("an event without a field that AWS always sends", () => {
	test.each(FIELDS)("is malformed: $name without $pointer", (field) => {
		expect(faultsOf(broken(field.name, field.pointer, undefined))).toEqual([
			field.pointer,
		]);
	});
});

describe("an event with a field of a wrong kind", () => {
	const wrong = [null, 5, true, [SECRET, 5], { [SECRET]: SECRET }];
	test.each(FIELDS)("is malformed: $name, $pointer", ({ name, pointer }) => {
		for (const value of wrong) {
			const isObject = typeof value === "object" && !Array.isArray(value);
			if (pointer === "/detail" && isObject && value !== null) continue;
			for (const fault of faultsOf(broken(name, pointer, value)))
				expect(fault.startsWith(pointer)).toBe(true);
		}
	});
});

describe("an event with a text that no service writes", () => {
	test.each(STRICT)("is malformed: $name, $pointer", ({ name, pointer }) => {
		const texts = [
			"",
			`${SECRET}\r\nBcc: eve@example.com`,
			`${SECRET}\u0000`,
			SECRET.repeat(100_000),
		];
		for (const text of texts)
			for (const fault of faultsOf(broken(name, pointer, text)))
				expect(fault.startsWith(pointer)).toBe(true);
	});

	test.each([
		["/account", "12345678901"],
		["/account", "arn:aws:iam::123456789012:root"],
		["/time", "yesterday"],
		["/time", "2026-13-45T00:00:00Z"],
		["/time", "2026-11-25T08:00:00"],
		["/region", "eu-west-1.evil.example.com"],
		["/region", "EU-WEST-1"],
		["/id", "x".repeat(200)],
	])("is malformed: %s as %s", (pointer, value) => {
		expect(faultsOf(broken("ec2-state-change", pointer, value))).toEqual([
			pointer,
		]);
	});
});
