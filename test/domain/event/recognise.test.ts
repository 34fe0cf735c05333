import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { ServiceEvent } from "../../../functions/send-email/domain/event/service-event.ts";
import { parseMessage } from "../../../functions/send-email/domain/message.ts";
import { messageSchema } from "../../../functions/send-email/domain/message-schema.ts";
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

describe("a message of ours", () => {
	test("is never an event, whatever its fields hold", () => {
		const names = [
			...Object.keys(messageSchema.entries),
			"template",
			"data",
			"thread",
			"unsubscribe",
		];
		const message = fc.dictionary(
			fc.constantFrom(...names),
			fc.oneof(
				fc.jsonValue(),
				fc.constantFrom(...EVENT_NAMES.map((name) => jsonOf(name))),
			),
		);
		fc.assert(fc.property(message, (input) => read(input).kind === "message"));
	});

	test.each(["", "null", "[]", '"Notification"', "{", "{}", "12", "[{}]"])(
		"or nothing at all is left to the message's parser: %s",
		(body) => {
			expect(read(body)).toEqual({ kind: "message" });
		},
	);

	test.each(EVENT_NAMES)("is not what %s is taken for", (name) => {
		expect(parseMessage(bodyOf(name)).kind).toBe("invalid");
	});
});

describe("an event's key", () => {
	const keyOf = (body: string | object) => eventOf(body).key;

	test.each(EVENT_NAMES.filter((name) => read(bodyOf(name)).kind === "event"))(
		"is the same for %s however its JSON is written, one line of at most 256 characters",
		(name) => {
			const key = keyOf(bodyOf(name));
			expect(keyOf(JSON.stringify(jsonOf(name)))).toBe(key);
			expect(key.length).toBeLessThanOrEqual(256);
			expect(key).not.toMatch(/\p{Cc}/u);
		},
	);

	test("is the same for an event of EventBridge directly and by SNS", () => {
		expect(keyOf(bodyOf("sns-eventbridge"))).toBe(
			keyOf(JSON.parse(jsonOf("sns-eventbridge").Message)),
		);
	});

	test("differs between all kept events but the one that comes in two ways", () => {
		const keys = EVENT_NAMES.map((name) => read(bodyOf(name))).flatMap(
			(found) => (found.kind === "event" ? [found.event.key] : []),
		);
		expect(new Set(keys).size).toBe(keys.length - 1);
	});

	const change = (edit: (object: Record<string, unknown>) => void) => {
		const body = jsonOf("s3-put");
		edit(body.Records[0].s3.object);
		return body;
	};

	test.each([
		change((object) => Object.assign(object, { key: "other.pdf" })),
		change((object) => Object.assign(object, { versionId: "other" })),
		change((object) => Object.assign(object, { sequencer: "0066" })),
		change((object) => Object.assign(object, { versionId: undefined })),
	])("tells S3's objects, versions and their changes apart (%#)", (other) => {
		expect(keyOf(other)).not.toBe(keyOf(bodyOf("s3-put")));
	});

	test("does not mistake a separator in a name for one of its own", () => {
		const one = change((object) =>
			Object.assign(object, { key: "a|b", versionId: "c" }),
		);
		const other = change((object) =>
			Object.assign(object, { key: "a", versionId: "b|c" }),
		);
		expect(keyOf(one)).not.toBe(keyOf(other));
	});

	test("that would be too long is cut and still differs by its end", () => {
		const long = (end: string) =>
			keyOf(
				change((object) =>
					Object.assign(object, { key: "k".repeat(900) + end }),
				),
			);
		expect(long("1")).toHaveLength(256);
		expect(long("1")).not.toBe(long("2"));
		expect(long("1")).toBe(long("1"));
	});
});
