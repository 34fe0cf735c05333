import {
	EventBridgeClient,
	PutEventsCommand,
} from "@aws-sdk/client-eventbridge";
import { PublishCommand, SNSClient } from "@aws-sdk/client-sns";
import { Rule } from "aws-cdk-lib/aws-events";
import { type CfnTopic, Topic } from "aws-cdk-lib/aws-sns";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { ENV } from "../../../core/contract.ts";
import { NOT_VERIFIED } from "../../../core/event/unverified.ts";
import { MailRuleTarget, MailSubscription } from "../../../infra/index.ts";
import { redrive } from "../../../ops/commands/redrive.ts";
import { jsonOf } from "../../support/events.ts";
import { Harness } from "../../support/harness.ts";
import { BILLING } from "../../support/limits.ts";
import { runOps } from "../../support/ops.ts";
import { deployRoutes } from "../../support/routes.ts";
import { synthesizeApp } from "../../support/synthesize-app.ts";

const TOPIC = "arn:aws:sns:us-east-1:000000000000:jobs";
const TO = "oncall@example.com";

let stack: Harness;
let tidy: () => Promise<void>;
beforeAll(async () => {
	const app = await synthesizeApp((team, sender) => {
		const topic = new Topic(team, "Jobs", { topicName: "jobs" });
		(topic.node.defaultChild as CfnTopic).signatureVersion = "2";
		topic.addSubscription(new MailSubscription(sender, { route: { to: TO } }));
		new Rule(team, "Returned", {
			eventPattern: { source: ["shop"] },
		}).addTarget(new MailRuleTarget(sender, { route: { to: TO } }));
	});
	tidy = app.tidy;
	stack = await Harness.start({
		stacks: app.stacks,
		environment: { [ENV.producers]: `{"${BILLING}":"billing"}` },
	});
});
afterAll(async () => {
	await stack?.stop();
	await tidy?.();
});

/** What services put on the queue meanwhile; it does not get there. */
async function caught(act: () => Promise<void>): Promise<string> {
	const queue = stack.local.aws.services.queues.store.getQueueByArn(
		stack.sender.queueArn,
	);
	if (queue === undefined) throw new Error("no queue");
	const enqueue = queue.enqueue.bind(queue);
	const bodies: string[] = [];
	queue.enqueue = ({ body }) => void bodies.push(body);
	await act();
	await expect.poll(() => bodies.length).toBe(1);
	queue.enqueue = enqueue;
	return bodies[0] ?? "";
}

const publish = (Message: string) =>
	caught(async () => {
		const sns = new SNSClient(stack.local.aws.client);
		await sns.send(new PublishCommand({ TopicArn: TOPIC, Message }));
		sns.destroy();
	});

const putEvent = (title: string) =>
	caught(async () => {
		const events = new EventBridgeClient(stack.local.aws.client);
		await events.send(
			new PutEventsCommand({
				Entries: [
					{
						Source: "shop",
						DetailType: "Returned",
						Detail: JSON.stringify({ title }),
					},
				],
			}),
		);
		events.destroy();
	});

/** The mails that hold a text: whether each says that its origin is not verified. */
const doubtsOf = (text: string) =>
	stack.local.inbox.store
		.list()
		.map(({ email }) => email.text ?? "")
		.filter((each) => each.includes(text))
		.map((each) => each.startsWith(NOT_VERIFIED));

const tagOf = (event: string): string => JSON.parse(event).resources.at(-1);

const changed = (body: string, fields: object) =>
	JSON.stringify({ ...JSON.parse(body), ...fields });

describe("a made-up event", () => {
	test("with the id of a rule's does not use it up, and says what it is", async () => {
		const event = await putEvent("true-1");
		const tag = tagOf(event).replace(/\/[^/]*$/, "");
		await stack.send(
			changed(event, { detail: { title: "made-1" }, resources: [[], tag] }),
		);
		await stack.send(
			changed(event, {
				detail: { title: "made-2" },
				resources: [[], `${tag}/5f3c2b1a-0000-4000-8000-1234567890ab`],
			}),
		);
		await stack.settle();
		await stack.send(event);
		await stack.settle();
		expect(doubtsOf("true-1")).toEqual([false]);
		expect(doubtsOf("made-1")).toEqual([true]);
		expect(doubtsOf("made-2")).toEqual([true]);
	});

	test("with the id of a topic's does not use it up, and says what it is", async () => {
		const envelope = await publish("true-2");
		expect(JSON.parse(envelope)).toMatchObject({ SignatureVersion: "2" });
		await stack.send(changed(envelope, { Message: "made-3" }));
		await stack.settle();
		await stack.send(envelope);
		await stack.settle();
		expect(doubtsOf("true-2")).toEqual([false]);
		expect(doubtsOf("made-3")).toEqual([true]);
	});

	test("does not get at the row of a true one that has failed", async () => {
		stack.gmail.faults.replace([
			{ stage: "data", reply: "550 5.7.1 no", times: 1 },
		]);
		const event = await putEvent("true-0");
		await stack.send(event);
		await stack.settle();
		const [dead] = stack.deadLetters();
		const made = {
			detail: { title: "made-0" },
			resources: [[], tagOf(event).replace(/\/[^/]*$/, "")],
		};
		await stack.send(changed(event, made), {
			GmailSender: JSON.stringify(dead?.facts),
		});
		await stack.settle();
		expect(doubtsOf("made-0")).toEqual([true]);
		stack.redriveNatively();
		await stack.settle();
		expect(doubtsOf("true-0")).toEqual([false]);
	});

	test("does not come from a producer with a name", async () => {
		const event = await putEvent("true-3");
		await stack.send(event, {}, stack.sender.queueUrl, BILLING);
		await stack.settle();
		expect(stack.deadLetters()).toMatchObject([
			{
				facts: {
					cause: "bad-message",
					producer: "billing",
					space: "billing",
					problems: [{ sentence: expect.stringMatching(/a named producer/) }],
				},
			},
		]);
		await stack.send(event);
		await stack.settle();
		expect(doubtsOf("true-3")).toEqual([false]);
		// An operator who brings it back does not make it a service's.
		stack.redriveNatively();
		await stack.settle();
		expect(doubtsOf("true-3")).toEqual([false]);
		expect(stack.deadLetters()).toHaveLength(1);
	});
});

describe("the word of a rule", () => {
	test("is in no mail, though CloudFormation tells of the stack whose it is", async () => {
		const event = await putEvent("true-4");
		const tag = tagOf(event);
		const word = tag.split("/")[2] ?? "";
		const id = `arn:aws:cloudformation:us-east-1:000000000000:stack/Team/${word}`;
		const detail = { title: "true-4", "stack-id": id, word };
		await stack.send(changed(event, { detail, resources: [[id], tag] }));
		await stack.settle();
		expect(doubtsOf("true-4")).toHaveLength(1);
		for (const { raw } of stack.accepted) {
			const text = raw.toString();
			const files = text
				.split("\r\n\r\n")
				.map((part) => Buffer.from(part, "base64").toString("utf8"));
			expect([text, ...files].join()).not.toContain(word);
		}
	});
});

describe("without its certificate", () => {
	test("a notification is mailed at once, and not again when there is one", async () => {
		const [first, second] = [await publish("true-5"), await publish("true-6")];
		stack.sendingFunction.stop();
		stack.local.aws.endpoint.intercept = (service) =>
			service === "sns-certificate" ? "drop" : undefined;
		await stack.send(first);
		await stack.settle();
		expect(doubtsOf("true-5")).toEqual([true]);
		stack.local.aws.endpoint.intercept = () => undefined;
		await stack.pass(2);
		await stack.send(first);
		await stack.send(second);
		await stack.settle();
		expect(doubtsOf("true-5")).toEqual([true]);
		expect(doubtsOf("true-6")).toEqual([false]);

		stack.sendingFunction.stop();
		stack.local.aws.endpoint.intercept = (service) =>
			service === "sns-certificate" ? "drop" : undefined;
		await stack.send(second);
		await stack.settle();
		stack.local.aws.endpoint.intercept = () => undefined;
		expect(doubtsOf("true-6")).toEqual([false]);
		// What a process that was stopped had in hand comes back.
		await stack.passUntil(() => stack.waiting() === 0, { within: 30, step: 5 });
		expect(doubtsOf("true-5")).toHaveLength(1);
		expect(doubtsOf("true-6")).toHaveLength(1);
	});

	test("a notification that was mailed is not mailed again when an operator redrives it", async () => {
		const envelope = await publish("true-7");
		stack.sendingFunction.stop();
		stack.local.aws.endpoint.intercept = (service) =>
			service === "sns-certificate" ? "drop" : undefined;
		await stack.send(envelope);
		await stack.settle();
		stack.local.aws.endpoint.intercept = () => undefined;
		await stack.pass(2);
		const before = stack.deadLetters().length;
		// As SQS itself moves it, without a word of ours.
		await stack.send(envelope, {}, stack.sender.deadLetterQueueUrl);
		expect(await runOps(stack, redrive, ["--yes"])).toMatchObject({ code: 0 });
		await stack.settle();
		expect(doubtsOf("true-7")).toEqual([true]);
		expect(stack.deadLetters()).toHaveLength(before);
	});
});

describe("a route that names the topic", () => {
	test("and comes while mail of it waits, has nobody get it twice", async () => {
		const event = {
			...jsonOf("ec2-state-change"),
			id: "7bf73129-1428-4cd3-a780-95db273d1699",
		};
		const envelope = await publish(JSON.stringify(event));
		const own = {
			match: { source: "aws.ec2" },
			to: ["ann@example.com", "bob@example.com"],
		};
		await deployRoutes(stack, { routes: [own] });
		stack.gmail.faults.replace([
			{
				stage: "rcpt",
				reply: "450 4.2.2 mailbox full",
				to: "bob@example.com",
				times: 1,
			},
		]);
		await stack.send(envelope);
		await stack.settle();
		const named = { match: { topicArn: TOPIC }, to: TO };
		await deployRoutes(stack, { routes: [own, named] });
		await stack.passUntil(() => stack.waiting() === 0, { within: 30, step: 5 });
		expect(stack.acceptedBy()).toMatchObject({
			"ann@example.com": 1,
			"bob@example.com": 1,
		});
	});
});
