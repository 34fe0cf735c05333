import { afterEach, describe, expect, test } from "vitest";
import { redrive } from "../../../ops/commands/redrive.ts";
import { bodyOf, jsonOf } from "../../support/events.ts";
import type { Harness } from "../../support/harness.ts";
import { mail } from "../../support/mail.ts";
import { runOps } from "../../support/ops.ts";
import { CLOUD, deployRoutes, startWithRoutes } from "../../support/routes.ts";

let stack: Harness;
afterEach(() => stack.stop());

const newest = () => stack.local.inbox.store.list()[0];

describe("an event without a route", () => {
	test("is a dead letter that says what was seen of it, until a route is there and it is redriven", async () => {
		stack = await startWithRoutes({
			routes: [{ match: { source: "aws.ec2" }, to: CLOUD }],
		});
		await stack.send(bodyOf("custom-source"));
		await stack.settle();
		expect(stack.deadLetters()).toMatchObject([
			{
				facts: {
					cause: "no-route",
					problems: [
						{
							sentence: expect.stringMatching(
								/source com\.acme\.orders, detailType Order Cancelled/,
							),
						},
					],
				},
			},
		]);
		expect(stack.outcomes()).toMatchObject([
			{ outcome: "failed", cause: "no-route" },
		]);

		const routes = [{ match: { source: "com.acme.*" }, to: CLOUD }];
		await deployRoutes(stack, { routes });
		const args = ["--cause", "no-route", "--yes"];
		expect(await runOps(stack, redrive, args)).toMatchObject({ code: 0 });
		await stack.settle();
		expect(stack.acceptedBy()).toEqual({ [CLOUD]: 1 });
		expect(stack.deadLetters()).toEqual([]);
	});
});

describe("a route", () => {
	test("counts before those behind it and before the default", async () => {
		stack = await startWithRoutes({
			routes: [
				{ match: { source: "aws.ec2" }, to: "ec2@example.com" },
				{ match: { source: "aws.*" }, to: "aws@example.com" },
				{ match: { detailType: "Order *" }, to: "shop@example.com" },
			],
			defaultRoute: { to: CLOUD },
		});
		for (const name of [
			"ec2-state-change",
			"guardduty",
			"custom-source",
			"sns-text",
			"alarm-sns",
			"lambda-destination-failure",
		])
			await stack.send(bodyOf(name));
		await stack.send({ ...jsonOf("custom-source"), id: "a", source: "acme" });
		await stack.send({
			...jsonOf("custom-source"),
			id: "b",
			"detail-type": "x",
		});
		await stack.settle();
		expect(stack.acceptedBy()).toEqual({
			"ec2@example.com": 1,
			"aws@example.com": 4,
			"shop@example.com": 2,
			[CLOUD]: 1,
		});
	});

	test("writes its own subject around the event's", async () => {
		const subject = "[prod $& {subject}] {subject}";
		stack = await startWithRoutes({ defaultRoute: { to: CLOUD, subject } });
		const event = jsonOf("custom-source");
		event["detail-type"] = "Costs $& {subject} $1";
		await stack.send(event);
		await stack.settle();
		const written = "Costs $& {subject} $1";
		expect(newest()?.email.subject?.split(written)).toHaveLength(3);
		expect(newest()?.email.subject).toMatch(/^\[prod \$& /);
	});

	test("says who answers go to and who it is from", async () => {
		stack = await startWithRoutes({
			defaultRoute: { to: [CLOUD], replyTo: "team@example.com" },
		});
		await stack.send(bodyOf("guardduty"));
		await stack.settle();
		expect(newest()?.email.replyTo).toMatchObject([
			{ address: "team@example.com" },
		]);
	});

	test("whose sender is no alias of the mailbox sends nothing, with a sentence", async () => {
		stack = await startWithRoutes({
			defaultRoute: { to: CLOUD, from: "ceo@example.com" },
		});
		await stack.send(bodyOf("guardduty"));
		await stack.settle();
		expect(stack.accepted).toEqual([]);
		expect(stack.deadLetters()).toMatchObject([
			{ facts: { cause: "bad-message", problems: [{ pointer: "/from" }] } },
		]);
	});
});

describe("a message within an envelope of SNS", () => {
	const envelope = (message: object) => ({
		...jsonOf("sns-json"),
		Message: JSON.stringify(message),
	});
	const { TopicArn } = jsonOf("sns-json");
	const unwrapping = [{ match: { topicArn: TopicArn }, message: true }];

	test("is sent to its own recipients when its route says that messages come there", async () => {
		stack = await startWithRoutes({ routes: unwrapping });
		await stack.send(envelope(mail({ subject: "Wrapped" })));
		await stack.send(envelope(mail({ subject: "Wrapped" })));
		await stack.settle();
		await stack.pass(5);
		expect(newest()?.email.subject).toBe("Wrapped");
		expect(stack.acceptedBy()).toEqual({ "ann@example.com": 1 });
	});

	test("is nobody's without such a route", async () => {
		stack = await startWithRoutes({ defaultRoute: { to: CLOUD } });
		await stack.send(envelope(mail({ to: "victim@example.com" })));
		await stack.settle();
		expect(stack.acceptedBy()).toEqual({ [CLOUD]: 1 });
	});

	test("is refused by the format's rules, like any other", async () => {
		stack = await startWithRoutes({ routes: unwrapping });
		await stack.send(envelope(mail({ id: "wrong", to: "nobody" })));
		await stack.settle();
		expect(stack.deadLetters()).toMatchObject([
			{
				facts: {
					cause: "bad-message",
					key: "wrong",
					problems: [{ pointer: "/to" }],
				},
			},
		]);
	});

	test("that was refused is redriven by its own id, and sent once", async () => {
		stack = await startWithRoutes({ routes: unwrapping });
		stack.gmail.faults.replace([
			{ stage: "rcpt", reply: "550 5.1.1 does not exist", times: 1 },
		]);
		await stack.send(envelope(mail({ id: "order-1" })));
		await stack.settle();
		expect(stack.deadLetters()).toMatchObject([{ facts: { key: "order-1" } }]);
		const args = ["--id", "order-1", "--yes"];
		expect(await runOps(stack, redrive, args)).toMatchObject({ code: 0 });
		await stack.settle();
		expect(stack.acceptedBy()).toEqual({ "ann@example.com": 1 });
		expect(stack.deadLetters()).toEqual([]);
	});
});
