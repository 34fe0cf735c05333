import { describe, expect, test } from "vitest";
import { jsonOf, read } from "../../support/events.ts";

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
const SECRET = "canary-4711";

function broken(name: string, pointer: string, value: unknown): string {
	const body = jsonOf(name);
	const keys = pointer.slice(1).split("/");
	const last = keys.pop() ?? "";
	let parent = body;
	for (const key of keys) parent = parent[key];
	if (value === undefined) delete parent[last];
	else parent[last] = value;
	return JSON.stringify(body);
}

/** The pointers of what is wrong, none of it repeating a value. */
function faultsOf(body: string): readonly string[] {
	const found = read(body);
	if (found.kind !== "malformed") throw new Error(`it is a ${found.kind}`);
	for (const { pointer, sentence } of found.problems) {
		expect(sentence).toMatch(/^Cannot send the message as .+ is not allowed: /);
		expect(sentence.length).toBeLessThan(500);
		expect(sentence + pointer + found.key).not.toContain(SECRET);
	}
	return found.problems.map(({ pointer }) => pointer);
}

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

	test("is malformed though it is in SNS's envelope, by its place there", () => {
		const envelope = jsonOf("alarm-sns");
		const alarm = { ...JSON.parse(envelope.Message), NewStateValue: SECRET };
		const body = { ...envelope, Message: JSON.stringify(alarm) };
		expect(faultsOf(JSON.stringify(body))).toEqual(["/Message/NewStateValue"]);
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

describe("records of S3", () => {
	const records = (...parts: readonly unknown[]) =>
		JSON.stringify({ Records: parts });
	const [record] = jsonOf("s3-put").Records;
	const otherBucket = structuredClone(record);
	otherBucket.s3.bucket.name = "another-bucket";

	test.each<[rule: string, body: string, pointer: string]>([
		["of two buckets", records(record, otherBucket), "/Records"],
		[
			"among which is one of another service",
			records(record, { ...record, eventSource: "aws:sns" }),
			"/Records/1/eventSource",
		],
		["that are none", records(), "/Records"],
		["that are no list", '{"Records":{}}', "/Records"],
	])("%s are malformed", (_rule, body, pointer) => {
		expect(faultsOf(body)).toEqual([pointer]);
	});

	test("may have a key of 1024 bytes and no longer", () => {
		const key = "%C3%BC".repeat(512);
		const pointer = "/Records/0/s3/object/key";
		expect(read(broken("s3-put", pointer, key)).kind).toBe("event");
		expect(faultsOf(broken("s3-put", pointer, `${key}x`))).toEqual([pointer]);
	});
});

describe("a body that is nested absurdly", () => {
	const deep = `${"[".repeat(10_000)}${"]".repeat(10_000)}`;

	test("is malformed as an event", () => {
		const body = broken("ec2-state-change", "/detail", { deep: "HERE" });
		expect(faultsOf(body.replace('"HERE"', deep))).toEqual([""]);
	});

	test("is malformed within SNS's envelope", () => {
		expect(faultsOf(broken("sns-text", "/Message", deep))).toEqual([
			"/Message",
		]);
	});

	test("is left to the message's parser when it is no event", () => {
		expect(read(`{"to":${deep}}`)).toEqual({ kind: "message" });
		expect(read(deep)).toEqual({ kind: "message" });
	});
});

describe("a prototype's name as a field", () => {
	test("changes nothing for others", () => {
		const body = broken("ec2-state-change", "/detail", { state: "HERE" });
		const found = read(
			body.replace('"state"', '"__proto__":{"polluted":1},"constructor"'),
		);
		expect(found.kind).toBe("event");
		expect(Object.hasOwn(Object.prototype, "polluted")).toBe(false);
	});

	test("is no required field", () => {
		expect(
			faultsOf('{"__proto__":{"id":"1","source":"aws.ec2"},"detail-type":"x"}'),
		).toContain("/source");
	});
});

describe("an event that is cut off", () => {
	test("is not JSON, which the message's parser says", () => {
		const body = JSON.stringify(jsonOf("alarm-raw"));
		expect(read(body.slice(0, -10))).toEqual({ kind: "message" });
	});

	test("within SNS's envelope is a text like any other", () => {
		const half = jsonOf("alarm-sns").Message.slice(0, 100);
		expect(read(broken("alarm-sns", "/Message", half))).toMatchObject({
			kind: "event",
			event: { source: "aws.sns", detail: half },
		});
	});
});
