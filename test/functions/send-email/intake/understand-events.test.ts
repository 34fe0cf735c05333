import { describe, expect, test } from "vitest";
import { bodyOf, jsonOf } from "../../../support/events.ts";
import { mail } from "../../../support/mail.ts";
import {
	asking,
	identityOf,
	invalid,
	NO_DATA,
	read,
	TO,
} from "../../../support/understanding.ts";

describe("an event", () => {
	test("whose route has a template says what the template makes of it, under the route's subject", () => {
		const subject = "[prod] {subject}";
		const defaultRoute = { ...TO, template: "order", subject };
		const understood = read(bodyOf("custom-source"), asking({ defaultRoute }));
		expect(understood).toMatchObject({
			message: {
				subject: "[prod] order rendered",
				html: undefined,
				attachments: [{ contentType: "application/json" }],
			},
			isRendered: true,
		});
		const { text = "" } = "message" in understood ? understood.message : {};
		expect(JSON.parse(text)).toEqual({
			source: "com.acme.orders",
			detailType: "Order Cancelled",
			account: "123456789012",
			region: "eu-west-1",
			time: "2026-11-25T08:03:12.000Z",
			resources: [],
			detail: jsonOf("custom-source").detail,
		});
	});

	test("that a template refuses is a bad message under the event's key", () => {
		const defaultRoute = { ...TO, template: "order" };
		expect(
			read(bodyOf("custom-source"), asking({ defaultRoute, render: invalid })),
		).toMatchObject({
			rejection: {
				cause: "bad-message",
				id: "eventbridge|6a7e8feb-b491-4cf7-a9f1-bf3703467718",
				problems: [NO_DATA],
			},
		});
	});

	test("is the same one through every route", () => {
		const body = bodyOf("guardduty");
		const [one, two] = [
			read(body, asking({ defaultRoute: TO })),
			read(body, asking({ defaultRoute: { to: "b@example.com" } })),
		];
		expect(identityOf(one)).toBe(identityOf(two));
	});

	test("has the urgency of its route", () => {
		const defaultRoute = { ...TO, priority: "high" } as const;
		expect(read(bodyOf("guardduty"), asking({ defaultRoute }))).toMatchObject({
			message: { priority: "high" },
		});
	});

	test.each(["s3-test-event", "s3-test-event-sns"])(
		"such as %s is nothing to send, with a route or without",
		(name) => {
			expect(read(bodyOf(name))).toEqual({ kind: "nothing" });
			expect(read(bodyOf(name), asking({ defaultRoute: TO }))).toEqual({
				kind: "nothing",
			});
		},
	);

	test("of an outcome tells no events, even if no route is for it", () => {
		const event = {
			...jsonOf("custom-source"),
			source: "sqs-gmail-sender",
			detail: { sender: "other" },
		};
		const noEvents = { noEvents: true };
		expect(read(event)).toMatchObject({ rejection: noEvents });
		expect(read(event, asking({ defaultRoute: TO }))).toMatchObject(noEvents);
	});

	test("of the sender's own outcome is a loop before any route is asked", () => {
		const event = {
			...jsonOf("custom-source"),
			source: "sqs-gmail-sender",
			detail: { sender: "mail" },
		};
		expect(read(event, asking({ defaultRoute: TO }))).toMatchObject({
			rejection: { cause: "loop", noEvents: true },
		});
	});
});

describe("a route whose events hold messages", () => {
	const { TopicArn, MessageId } = jsonOf("sns-json");
	const unwrapping = asking({
		routes: [{ match: { topicArn: TopicArn }, message: true }],
	});
	const envelope = (message: unknown) => ({
		...jsonOf("sns-json"),
		Message: typeof message === "string" ? message : JSON.stringify(message),
	});

	test.each([
		["its own id", { id: "order-1" }, "order-1"],
		["the envelope's without one", {}, `sns|${MessageId}`],
	])("gives a message %s", (_whose, fields, id) => {
		expect(read(envelope(mail(fields)), unwrapping)).toMatchObject({
			kind: "message",
			message: { id, to: [{ address: "ann@example.com" }] },
			isRendered: false,
		});
	});

	test.each([
		["text", "Hello"],
		["an array", "[]"],
		["another envelope", JSON.stringify(envelope(mail()))],
	])("refuses %s under the envelope's key", (_what, message) => {
		expect(read(envelope(message), unwrapping)).toMatchObject({
			kind: "rejected",
			rejection: { cause: "bad-message", id: `sns|${MessageId}` },
		});
	});

	test("tells the task of a message that is wrong", () => {
		const message = mail({ taskToken: "t", to: "nobody" });
		expect(read(envelope(message), unwrapping)).toMatchObject({
			rejection: { taskToken: "t" },
		});
	});

	test("mails no message about an event that comes there", () => {
		const event = envelope(bodyOf("ec2-state-change"));
		expect(read(event, unwrapping)).toMatchObject({
			rejection: { cause: "bad-message" },
		});
	});
});
