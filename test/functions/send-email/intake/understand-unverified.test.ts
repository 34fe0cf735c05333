import { describe, expect, test } from "vitest";
import type { EventOrigin } from "../../../../core/event/origin.ts";
import {
	NOT_VERIFIED,
	withWarning,
} from "../../../../core/event/unverified.ts";
import type { Understood } from "../../../../functions/send-email/intake/understood.ts";
import { bodyOf, EVENT_NAMES, jsonOf } from "../../../support/events.ts";
import { mail } from "../../../support/mail.ts";
import { asking, read } from "../../../support/understanding.ts";

const UNVERIFIED = { kind: "unverified" } as const;
const URGENT = { to: "oncall@example.com", priority: "high" } as const;
const { TopicArn } = jsonOf("sns-json");
const ofTopic: EventOrigin = { kind: "topic", topicArn: TopicArn };

const sent = (understood: Understood) => {
	if (understood.kind !== "message")
		throw new Error(JSON.stringify(understood));
	return understood;
};

describe("an event that anybody may have made up", () => {
	test.each(EVENT_NAMES)("says so in the first line of %s", (name) => {
		const deps = asking({ defaultRoute: URGENT });
		const of = (origin?: EventOrigin) => read(bodyOf(name), deps, origin);
		const made = of(UNVERIFIED);
		if (made.kind !== "message") return;
		const { text = "", html = "" } = made.message;
		expect(text.split("\n")[0]).toBe(NOT_VERIFIED);
		expect(
			html
				.replace(/<head>.*<\/head>/s, "")
				.replace(/<[^>]*>/g, "")
				.trim()
				.split("\n")[0],
		).toBe(NOT_VERIFIED);
		const { message } = sent(of());
		expect(message.text).not.toContain(NOT_VERIFIED);
		expect(message.html).not.toContain(NOT_VERIFIED);
	});

	test("is not urgent, whatever its route says", () => {
		const deps = asking({ defaultRoute: URGENT });
		expect(sent(read(bodyOf("guardduty"), deps, UNVERIFIED)).isUrgent).toBe(
			false,
		);
		expect(sent(read(bodyOf("guardduty"), deps)).isUrgent).toBe(true);
	});

	test("uses up the key of no true one", () => {
		const deps = asking({ defaultRoute: URGENT });
		const spaces = (origin?: EventOrigin) =>
			sent(read(bodyOf("guardduty"), deps, origin)).spaces;
		expect(spaces(UNVERIFIED)).not.toEqual(spaces());
	});

	test.each([
		["no route", undefined],
		["a route for messages", { message: true }],
		["a route", URGENT],
	])("has no route where the sender refuses it: %s", (_what, defaultRoute) => {
		const deps = asking({
			...(defaultRoute === undefined ? {} : { defaultRoute }),
			refusesUnverified: true,
		});
		expect(read(bodyOf("sns-json"), deps, UNVERIFIED)).toMatchObject({
			kind: "rejected",
			rejection: {
				cause: "no-route",
				problems: [{ sentence: expect.stringContaining("route") }],
			},
		});
	});

	test("is refused for want of a certificate by a sentence of its own", () => {
		const deps = asking({
			routes: [{ match: { topicArn: TopicArn }, ...URGENT }],
			refusesUnverified: true,
		});
		const perhaps = { kind: "unverified", mayBeOfTopic: TopicArn } as const;
		expect(read(bodyOf("sns-json"), deps, perhaps)).toMatchObject({
			rejection: {
				cause: "no-route",
				problems: [{ sentence: expect.stringContaining("certificate") }],
			},
		});
	});

	test("is refused by a sentence that says what to do", () => {
		const deps = asking({ defaultRoute: URGENT, refusesUnverified: true });
		expect(read(bodyOf("guardduty"), deps, UNVERIFIED)).toMatchObject({
			rejection: {
				problems: [
					{ sentence: expect.stringMatching(/not verified.*MailRuleTarget/) },
				],
			},
		});
		expect(read(bodyOf("guardduty"), deps)).toMatchObject({ kind: "message" });
	});
});

describe("a topic that has signed", () => {
	const named = { match: { topicArn: TopicArn }, ...URGENT };
	const bySource = { match: { source: "aws.*" }, ...URGENT };

	test("vouches for what the route that names it makes of it", () => {
		const deps = asking({ routes: [named] });
		expect(sent(read(bodyOf("sns-json"), deps, ofTopic))).toMatchObject({
			isUrgent: true,
			message: { text: expect.not.stringContaining(NOT_VERIFIED) },
		});
	});

	test("does not vouch for the service that its publishers name", () => {
		const deps = asking({ routes: [bySource, named] });
		const guardDuty = { ...jsonOf("sns-json"), Message: bodyOf("guardduty") };
		expect(sent(read(guardDuty, deps, ofTopic))).toMatchObject({
			isUrgent: false,
			message: { text: expect.stringContaining(NOT_VERIFIED) },
		});
	});

	test("gives the messages that it brings along a name space of their own", () => {
		const deps = asking({
			routes: [{ match: { topicArn: TopicArn }, message: true }],
		});
		const envelope = {
			...jsonOf("sns-json"),
			Message: JSON.stringify(mail({ id: "order-1" })),
		};
		const [verified, made] = [ofTopic, UNVERIFIED].map(
			(origin) => sent(read(envelope, deps, origin)).spaces,
		);
		expect(verified?.[0]).toMatch(/^~topic-[0-9a-f]{16}$/);
		expect(made).toEqual(["~messages-in-events"]);
		expect(sent(read(envelope, deps, UNVERIFIED)).message.text).not.toContain(
			NOT_VERIFIED,
		);
	});
});

describe("the warning", () => {
	test.each([
		"<p>x</p>",
		"<!-- <body> --><html><body>x</body></html>",
		"<!--[if mso]><body class='mso'><![endif]--><body>x",
		"<style>/* <body > */</style>x",
		'<body data-x="a > b">x',
		"<html><div>EARLY</div><body>x",
		"<!doctype html><html><body>x",
		"",
	])("stands before everything in the HTML of a template: %o", (html) => {
		const warned = withWarning({ subject: "s", html }, "anyhow").html ?? "";
		expect(warned).toMatch(/^<p [^>]*>The origin of this event/);
		expect(warned.endsWith(html)).toBe(true);
	});

	test("makes no part that is not there", () => {
		expect(withWarning({ subject: "s", text: "x" }, "anyhow")).toEqual({
			subject: "s",
			text: `${NOT_VERIFIED}\n\nx`,
			html: undefined,
		});
		expect(
			withWarning({ subject: "s", html: "x" }, "anyhow").text,
		).toBeUndefined();
	});
});
