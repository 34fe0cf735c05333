import {
	ListSubscriptionsByTopicCommand,
	ListTopicsCommand,
	PublishCommand,
	SNSClient,
	SubscribeCommand,
} from "@aws-sdk/client-sns";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { QueueReader } from "../support/queue-reader.ts";
import {
	queue,
	startTinyStack,
	type TinyStack,
} from "../support/tiny-stack.ts";

const TopicArn = "arn:aws:sns:us-east-1:000000000000:page";
const EMAIL = "oncall@example.com";

describe("SNS", () => {
	let stack: TinyStack;
	let sns: SNSClient;
	beforeAll(async () => {
		stack = await startTinyStack({
			Heard: queue("heard"),
			Page: { Type: "AWS::SNS::Topic", Properties: { TopicName: "page" } },
			Email: {
				Type: "AWS::SNS::Subscription",
				Properties: {
					TopicArn: { Ref: "Page" },
					Protocol: "email",
					Endpoint: EMAIL,
				},
			},
		});
		sns = new SNSClient(stack.client);
	});
	afterAll(async () => {
		sns.destroy();
		await stack.stop();
	});

	const subscriptions = async (of = TopicArn) =>
		(await sns.send(new ListSubscriptionsByTopicCommand({ TopicArn: of })))
			.Subscriptions;

	test("lists the template's topics", async () => {
		expect((await sns.send(new ListTopicsCommand())).Topics).toEqual([
			{ TopicArn },
		]);
	});

	test("tells of an e-mail subscription as confirmed", async () => {
		expect(await subscriptions()).toMatchObject([
			{
				Protocol: "email",
				Endpoint: EMAIL,
				TopicArn,
				SubscriptionArn: expect.stringMatching(`^${TopicArn}:`),
			},
		]);
	});

	test("tells of one that nobody has confirmed", async () => {
		const { unconfirmedEmails } = stack.aws.services.queues;
		unconfirmedEmails.add(EMAIL);
		expect(await subscriptions()).toMatchObject([
			{ SubscriptionArn: "PendingConfirmation" },
		]);
		unconfirmedEmails.delete(EMAIL);
		expect(await subscriptions()).not.toMatchObject([
			{ SubscriptionArn: "PendingConfirmation" },
		]);
	});

	test("says that a topic does not exist", async () => {
		await expect(subscriptions(`${TopicArn}-none`)).rejects.toMatchObject({
			name: "NotFoundException",
		});
	});

	test("delivers to a queue that subscribed by the API", async () => {
		const heard = new QueueReader(stack, "heard");
		await sns.send(
			new SubscribeCommand({
				TopicArn,
				Protocol: "sqs",
				Endpoint: "arn:aws:sqs:us-east-1:000000000000:heard",
				Attributes: { RawMessageDelivery: "true" },
			}),
		);
		await sns.send(new PublishCommand({ TopicArn, Message: "hello" }));
		expect(await heard.next(2)).toMatchObject({ Body: "hello" });
		heard.stop();
	});
});
