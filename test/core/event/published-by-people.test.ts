import { describe, expect, test } from "vitest";
import { writeMail } from "../../../core/event/write-mail.ts";
import { eventOf, jsonOf, read } from "../../support/events.ts";

/** What a person or a script may publish to a topic to try the chain. */
const LIKE_EVENTS: readonly object[] = [
	{ Records: [] },
	{ Records: "none" },
	{ Records: [{ eventSource: "aws:s3" }] },
	{ Records: [{ eventSource: "aws:ses", eventName: "Bounce" }] },
	{ Records: jsonOf("s3-put").Records.toSpliced(0, 1, { s3: {} }) },
	{ source: "aws.ec2", "detail-type": "test", detail: {} },
	{ source: "aws.ec2", detail: { state: "running" } },
	{ "detail-type": "x" },
	{ AlarmName: "try", NewStateValue: "ALARM" },
	{ ...jsonOf("alarm-raw"), NewStateValue: "BROKEN" },
	{ requestContext: { functionArn: "f" }, responsePayload: {} },
	{ Service: "Amazon S3", Event: "hello" },
];
const envelope = (message: object) => ({
	...jsonOf("sns-json"),
	Message: JSON.stringify(message),
});

describe("JSON that looks like an event and is none", () => {
	test.each(LIKE_EVENTS)("is a plain notification by SNS: %j", (message) => {
		const event = eventOf(envelope(message));
		expect(event).toMatchObject({
			source: "aws.sns",
			detailType: "Notification",
			detail: message,
			bucket: undefined,
			resources: [],
		});
		expect(writeMail(event).subject).toContain("123456789012");
	});

	test.each(LIKE_EVENTS)("is refused from the queue itself: %j", (message) => {
		expect(read(message).kind).toBe("malformed");
	});
});

test("a notification without a subject, of which no field is a name, names its topic", () => {
	const { Subject: _none, ...plain } = envelope({ foo: "bar" });
	const topic = plain.TopicArn.split(":").at(-1);
	expect(writeMail(eventOf(plain)).subject).toContain(`Notification ${topic} `);
});
