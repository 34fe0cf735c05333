import { createHash } from "node:crypto";
import { describe, expect, test } from "vitest";
import type { MailRoute } from "../../functions/send-email/contract.ts";
import type { Rendered } from "../../functions/send-email/deps.ts";
import { problem } from "../../functions/send-email/domain/problem.ts";
import {
	type Understanding,
	understand,
} from "../../functions/send-email/understand.ts";
import { bodyOf, jsonOf } from "../support/events.ts";
import { mail } from "../support/harness.ts";

const NO_DATA = problem("/data", "it lacks a name");

/** What `understand` may ask, with a renderer that shows what it was given. */
function asking(
	routing: {
		readonly routes?: readonly MailRoute[];
		readonly defaultRoute?: Omit<MailRoute, "match">;
		readonly render?: (name: string, data: unknown) => Rendered;
	} = {},
): Understanding {
	return {
		config: {
			sender: "mail",
			routes: routing.routes ?? [],
			defaultRoute: routing.defaultRoute,
		},
		digest: (text) => createHash("sha256").update(text).digest("hex"),
		templates: {
			render:
				routing.render ??
				((name, data) => ({
					kind: "rendered",
					subject: `${name} rendered`,
					text: JSON.stringify(data),
				})),
		},
	};
}

const TO = { to: "cloud@example.com" };
const read = (body: string | object, deps: Understanding = asking()) =>
	understand(typeof body === "string" ? body : JSON.stringify(body), deps);
const invalid = (): Rendered => ({ kind: "invalid", problems: [NO_DATA] });

describe("a message", () => {
	test("is what its fields say, and the same one whatever a deployment does", () => {
		expect(read(mail({ id: "a" }))).toMatchObject({
			kind: "message",
			message: { id: "a", to: [{ address: "ann@example.com" }] },
			isRendered: false,
			quiet: false,
		});
	});

	test("is not routed, though there is a route for all", () => {
		expect(read(mail(), asking({ defaultRoute: TO }))).toMatchObject({
			message: { to: [{ address: "ann@example.com" }] },
		});
	});

	test.each([
		["text", "not JSON", undefined, undefined],
		["an array", "[]", undefined, undefined],
		["a wrong field", mail({ id: "a", taskToken: "t", cC: 1 }), "a", "t"],
	])(
		"that is %s is a bad message with its id and task",
		(_what, body, key, taskToken) => {
			expect(read(body)).toMatchObject({
				kind: "rejected",
				rejection: { cause: "bad-message", key, taskToken, quiet: false },
			});
		},
	);
});

describe("a message with a template", () => {
	const { subject: _s, text: _t, ...bare } = mail();
	const templated = {
		...bare,
		id: "a",
		template: "welcome",
		data: { name: "Ann" },
		taskToken: "t",
	};

	test("says what the template makes of its data", () => {
		expect(read(templated)).toMatchObject({
			kind: "message",
			message: { subject: "welcome rendered", text: '{"name":"Ann"}' },
			isRendered: true,
		});
	});

	test("stays the same message when the template changes", () => {
		const render = (): Rendered => ({ kind: "rendered", subject: "New" });
		const [old, now] = [read(templated), read(templated, asking({ render }))];
		expect([old.kind, now.kind]).toEqual(["message", "message"]);
		expect("identity" in old && old.identity).toBe(
			"identity" in now && now.identity,
		);
	});

	test("is another message with other data", () => {
		const [ann, bob] = [
			read(templated),
			read({ ...templated, data: { name: "Bob" } }),
		];
		expect("identity" in ann && ann.identity).not.toBe(
			"identity" in bob && bob.identity,
		);
	});

	test("that refuses its data is a bad message with the template's words, and its task hears of it", () => {
		expect(read(templated, asking({ render: invalid }))).toEqual({
			kind: "rejected",
			rejection: {
				cause: "bad-message",
				problems: [NO_DATA],
				key: "a",
				quiet: false,
				taskToken: "t",
			},
		});
	});
});

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
				key: "eventbridge|6a7e8feb-b491-4cf7-a9f1-bf3703467718",
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
		expect("identity" in one && one.identity).toBe(
			"identity" in two && two.identity,
		);
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

	test("of an outcome is quiet, even if no route is for it", () => {
		const event = {
			...jsonOf("custom-source"),
			source: "sqs-gmail-sender",
			detail: { sender: "other" },
		};
		const quiet = { quiet: true };
		expect(read(event)).toMatchObject({ rejection: quiet });
		expect(read(event, asking({ defaultRoute: TO }))).toMatchObject(quiet);
	});

	test("of the sender's own outcome is a loop before any route is asked", () => {
		const event = {
			...jsonOf("custom-source"),
			source: "sqs-gmail-sender",
			detail: { sender: "mail" },
		};
		expect(read(event, asking({ defaultRoute: TO }))).toMatchObject({
			rejection: { cause: "loop", quiet: true },
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
			rejection: { cause: "bad-message", key: `sns|${MessageId}` },
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
