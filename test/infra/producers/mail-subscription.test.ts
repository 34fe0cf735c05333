import { Stack } from "aws-cdk-lib";
import { Annotations, Match, Template } from "aws-cdk-lib/assertions";
import { Key } from "aws-cdk-lib/aws-kms";
import { SubscriptionFilter, Topic } from "aws-cdk-lib/aws-sns";
import { describe, expect, test } from "vitest";
import { GmailSender } from "../../../infra/constructs/gmail-sender.ts";
import { MailSubscription } from "../../../infra/producers/mail-subscription.ts";
import {
	HOME,
	keyStatements,
	newApp,
	queueStatements,
	sendingEnvironment,
	stackWith,
} from "../../support/synth.ts";

const TOPIC_ARN = `arn:aws:sns:eu-west-1:${HOME.account}:orders`;

function senderAndTopic() {
	const { stack, sender } = stackWith({}, { stack: { env: HOME } });
	return { stack, sender, topic: Topic.fromTopicArn(stack, "T", TOPIC_ARN) };
}

const routesOf = (stack: Stack) =>
	JSON.parse(String(sendingEnvironment(stack).ROUTES));

describe("MailSubscription", () => {
	test("lets exactly that topic send, by one statement", () => {
		const { stack, sender, topic } = senderAndTopic();
		topic.addSubscription(new MailSubscription(sender));
		expect(queueStatements(stack)).toEqual([
			{
				Sid: expect.stringMatching(/^Topic[0-9a-f]{8}$/),
				Effect: "Allow",
				Principal: { Service: "sns.amazonaws.com" },
				Action: "sqs:SendMessage",
				Resource: expect.anything(),
				Condition: { ArnEquals: { "aws:SourceArn": TOPIC_ARN } },
			},
		]);
	});

	test("adds nothing to other senders", () => {
		const { stack, sender, topic } = senderAndTopic();
		new GmailSender(stack, "Other", {
			mailbox: "other@example.com",
			mailboxType: "workspace",
		});
		topic.addSubscription(new MailSubscription(sender));
		expect(queueStatements(stack)).toHaveLength(1);
	});

	test("takes each notification for a message of our format without a route", () => {
		const { stack, sender, topic } = senderAndTopic();
		topic.addSubscription(new MailSubscription(sender));
		expect(routesOf(stack)).toEqual([
			{ match: { topicArn: TOPIC_ARN }, message: true },
		]);
	});

	test("routes the topic's notifications", () => {
		const { stack, sender, topic } = senderAndTopic();
		const route = { to: ["ann@example.com"], subject: "[prod] {subject}" };
		topic.addSubscription(new MailSubscription(sender, { route }));
		expect(routesOf(stack)).toEqual([
			{ match: { topicArn: TOPIC_ARN }, ...route },
		]);
	});

	test("delivers raw without a route, as raw notifications tell no topic", () => {
		const { stack, sender, topic } = senderAndTopic();
		topic.addSubscription(
			new MailSubscription(sender, { rawMessageDelivery: true }),
		);
		expect(routesOf(stack)).toEqual([]);
		Template.fromStack(stack).hasResourceProperties("AWS::SNS::Subscription", {
			RawMessageDelivery: true,
		});
	});

	test("refuses a route for raw notifications", () => {
		const { sender } = senderAndTopic();
		const route = { to: "ann@example.com" };
		expect(
			() => new MailSubscription(sender, { rawMessageDelivery: true, route }),
		).toThrow(/Cannot route raw notifications.*leave out rawMessageDelivery/);
	});

	test("passes filter policy and dead-letter queue on, and waits for the queue's policy", () => {
		const { stack, sender, topic } = senderAndTopic();
		topic.addSubscription(
			new MailSubscription(sender, {
				filterPolicy: {
					kind: SubscriptionFilter.stringFilter({ allowlist: ["mail"] }),
				},
				deadLetterQueue: sender.deadLetterQueue,
			}),
		);
		Template.fromStack(stack).hasResource("AWS::SNS::Subscription", {
			Properties: {
				FilterPolicy: { kind: ["mail"] },
				RedrivePolicy: Match.anyValue(),
			},
			DependsOn: Match.arrayWith([Match.stringLikeRegexp("QueuePolicy")]),
		});
	});

	test("works for a topic of another stack, which does not come to depend on the sender's", () => {
		const { stack, sender } = stackWith({}, { stack: { env: HOME } });
		const team = new Stack(stack.node.root, "Orders", { env: HOME });
		new Topic(team, "Topic").addSubscription(new MailSubscription(sender));
		expect(queueStatements(stack)).toHaveLength(1);
		expect(team.dependencies).toEqual([]);
	});

	test("lets SNS use the customer's key", () => {
		const { stack, sender, topic } = withKey();
		topic.addSubscription(new MailSubscription(sender));
		expect(queueStatements(stack)).toHaveLength(1);
		expect(keyStatements(stack)).toContainEqual({
			Sid: "MailOfSns",
			Effect: "Allow",
			Principal: { Service: "sns.amazonaws.com" },
			Action: ["kms:Decrypt", "kms:GenerateDataKey"],
			Resource: "*",
		});
	});

	test("warns that another account's queue has to confirm", () => {
		const stack = new Stack(newApp(), "Team", {
			env: { account: "222222222222", region: "eu-west-1" },
		});
		const sender = GmailSender.fromQueueArn(
			stack,
			"Mail",
			`arn:aws:sqs:eu-west-1:${HOME.account}:mail`,
			{ allowsServices: true },
		);
		new Topic(stack, "Orders").addSubscription(
			new MailSubscription(sender, { rawMessageDelivery: true }),
		);
		Annotations.fromStack(stack).hasWarning(
			"*",
			Match.stringLikeRegexp("stays pending until the owner of the queue"),
		);
	});
});

function withKey() {
	const { stack } = stackWith({}, { stack: { env: HOME } });
	const sender = new GmailSender(stack, "Encrypted", {
		mailbox: "other@example.com",
		mailboxType: "workspace",
		encryptionKey: new Key(stack, "Key"),
	});
	return { stack, sender, topic: Topic.fromTopicArn(stack, "T", TOPIC_ARN) };
}
