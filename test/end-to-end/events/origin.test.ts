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
import { Harness } from "../../support/harness.ts";
import { BILLING } from "../../support/limits.ts";
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

const changed = (body: string, fields: object) =>
	JSON.stringify({ ...JSON.parse(body), ...fields });

describe("a made-up event", () => {
	test("with the id of a rule's does not use it up, and says what it is", async () => {
		const event = await putEvent("true-1");
		const { resources } = JSON.parse(event);
		const tag = resources.at(-1).split("/").slice(0, 2).join("/");
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
		// The second one has the key of the first.
		expect(doubtsOf("made-")).toEqual([true]);
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
					problems: [
						{ sentence: expect.stringMatching(/a producer with a name/) },
					],
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
	test("is in no mail", async () => {
		const event = await putEvent("true-4");
		const word = JSON.parse(event).resources.at(-1).split("/")[2];
		await stack.send(event);
		await stack.settle();
		expect(doubtsOf("true-4")).toEqual([false]);
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
		expect(doubtsOf("true-")).toHaveLength(6);
	});
});
