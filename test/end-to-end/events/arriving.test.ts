import { readFileSync } from "node:fs";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { attachedText } from "../../support/attached.ts";
import {
	bodyOf,
	EVENT_NAMES,
	eventOf,
	jsonOf,
	read,
} from "../../support/events.ts";
import type { Harness } from "../../support/harness.ts";
import { CLOUD, startWithRoutes } from "../../support/routes.ts";

const TESTS = EVENT_NAMES.filter(
	(name) => read(bodyOf(name)).kind === "test-event",
);
// Its EventBridge event is the one that comes without an envelope, too.
const SAME_AS_ANOTHER = "sns-eventbridge";
const MAILED = EVENT_NAMES.filter(
	(name) => name !== SAME_AS_ANOTHER && read(bodyOf(name)).kind === "event",
);
const COPIES = ["copy@example.com", "archive@example.com"];

let stack: Harness;
beforeAll(async () => {
	stack = await startWithRoutes({ defaultRoute: { to: CLOUD, cc: COPIES } });
});
afterAll(() => stack.stop());

const mailWith = (subject: string) =>
	stack.local.inbox.store
		.list()
		.filter(({ email }) => email.subject === subject);

describe("each of the kept events", () => {
	beforeAll(async () => {
		for (const name of MAILED) await stack.send(bodyOf(name));
		await stack.settle();
	});

	test.each(MAILED)("arrives: %s", (name) => {
		const path = `../../fixtures/mails/${name}.subject`;
		const subject = readFileSync(new URL(path, import.meta.url), "utf8").trim();
		const mails = mailWith(subject);
		expect(mails).toHaveLength(1);
		expect(mails[0]?.recipients).toEqual([CLOUD, ...COPIES]);
		const { raw, detail } = eventOf(bodyOf(name));
		const attached = attachedText(mails[0]);
		if (typeof detail === "string") expect(attached).toBe(raw);
		else expect(JSON.parse(attached)).toEqual(JSON.parse(raw));
	});

	test("is written as the account's mail, which no machine answers", () => {
		for (const { email } of stack.local.inbox.store.list()) {
			expect(email.from?.address).toBe(stack.sender.mailbox);
			expect(email.headers).toContainEqual(
				expect.objectContaining({
					key: "auto-submitted",
					value: "auto-generated",
				}),
			);
		}
	});

	test("is told as sent under its own key", () => {
		expect(stack.outcomes().map(({ id }) => id)).toEqual(
			expect.arrayContaining(MAILED.map((name) => eventOf(bodyOf(name)).key)),
		);
	});
});

describe("an event", () => {
	test("that S3 sends when a notification is set up is acknowledged without a mail", async () => {
		const before = stack.accepted.length;
		for (const name of TESTS) await stack.send(bodyOf(name));
		await stack.settle();
		expect(TESTS).toHaveLength(2);
		expect(stack.accepted).toHaveLength(before);
		expect(stack.waiting()).toBe(0);
		expect(stack.deadLetters()).toEqual([]);
	});

	test("of an object with spaces and letters of the world names it as people do", async () => {
		const put = jsonOf("s3-put");
		put.Records[0].s3.object.key = "in/K%C3%B6ln+%E2%9C%93+%F0%9F%98%80.pdf";
		await stack.send(put);
		await stack.settle();
		expect(
			mailWith("S3: Köln ✓ 😀.pdf created in acme-reports, eu-west-1"),
		).toHaveLength(1);
	});

	test("of 250 kB arrives whole, with every letter", async () => {
		const large = jsonOf("custom-source");
		large.id = "large";
		large.detail = { emoji: "👩‍👩‍👧 ünï", blob: "x".repeat(250_000) };
		await stack.send(large);
		await stack.settle();
		expect(JSON.parse(attachedText(stack.local.inbox.store.list()[0]))).toEqual(
			large,
		);
		expect(stack.local.inbox.store.list()[0]?.email.text).toContain(
			"👩‍👩‍👧 ünï",
		);
	});

	test("that is delivered twice is one mail", async () => {
		const twice = { ...jsonOf("custom-source"), id: "twice" };
		const before = stack.accepted.length;
		await stack.send(twice);
		await stack.settle();
		await stack.send(twice);
		await stack.settle();
		expect(stack.accepted).toHaveLength(before + 1);
		expect(stack.waiting()).toBe(0);
	});

	test("that comes straight and through a topic is one mail", async () => {
		const before = stack.accepted.length;
		await stack.send(bodyOf(SAME_AS_ANOTHER));
		await stack.settle();
		expect(eventOf(bodyOf(SAME_AS_ANOTHER)).key).toBe(
			eventOf(bodyOf("ec2-state-change")).key,
		);
		expect(stack.accepted).toHaveLength(before);
		expect(stack.waiting()).toBe(0);
		expect(stack.deadLetters()).toEqual([]);
	});
});
