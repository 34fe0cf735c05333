import { Stack } from "aws-cdk-lib";
import { Match, Template } from "aws-cdk-lib/assertions";
import { Bucket, EventType } from "aws-cdk-lib/aws-s3";
import { describe, expect, test } from "vitest";
import { GmailSender } from "../../../infra/constructs/gmail-sender.ts";
import { MailNotification } from "../../../infra/producers/mail-notification.ts";
import {
	HOME,
	newApp,
	queueStatements,
	sendingEnvironment,
	stackWith,
} from "../../support/synth.ts";

const route = { to: "ann@example.com" };

function senderAndBucket() {
	const { stack, sender } = stackWith({}, { stack: { env: HOME } });
	return {
		stack,
		sender,
		bucket: new Bucket(stack, "Reports", { bucketName: "team-reports" }),
	};
}

describe("MailNotification", () => {
	test("lets exactly that bucket of that account send, by one statement, however many events", () => {
		const { stack, sender, bucket } = senderAndBucket();
		const mail = new MailNotification(sender, { route });
		bucket.addEventNotification(EventType.OBJECT_CREATED, mail);
		bucket.addEventNotification(EventType.OBJECT_REMOVED, mail);
		expect(queueStatements(stack)).toEqual([
			{
				Sid: expect.stringMatching(/^Bucket[0-9a-f]{8}$/),
				Effect: "Allow",
				Principal: { Service: "s3.amazonaws.com" },
				Action: "sqs:SendMessage",
				Resource: expect.anything(),
				Condition: {
					ArnEquals: { "aws:SourceArn": "arn:aws:s3:::team-reports" },
					StringEquals: { "aws:SourceAccount": HOME.account },
				},
			},
		]);
	});

	test("routes the bucket's events once", () => {
		const { stack, sender, bucket } = senderAndBucket();
		const mail = new MailNotification(sender, { route });
		bucket.addEventNotification(EventType.OBJECT_CREATED, mail);
		bucket.addEventNotification(EventType.OBJECT_REMOVED, mail);
		expect(JSON.parse(String(sendingEnvironment(stack).ROUTES))).toEqual([
			{ match: { bucket: "team-reports" }, ...route },
		]);
	});

	test("leaves the sender's own routes without one", () => {
		const { stack, sender, bucket } = senderAndBucket();
		bucket.addEventNotification(
			EventType.OBJECT_CREATED,
			new MailNotification(sender),
		);
		expect(sendingEnvironment(stack).ROUTES).toBe("[]");
	});

	test("is set up after the queue's policy, which S3 tries at once", () => {
		const { stack, sender, bucket } = senderAndBucket();
		bucket.addEventNotification(
			EventType.OBJECT_CREATED,
			new MailNotification(sender, { route }),
			{ prefix: "reports/" },
		);
		Template.fromStack(stack).hasResource("Custom::S3BucketNotifications", {
			Properties: {
				NotificationConfiguration: {
					QueueConfigurations: [Match.objectLike({ Filter: Match.anyValue() })],
				},
			},
			DependsOn: Match.arrayWith([Match.stringLikeRegexp("MailQueuePolicy")]),
		});
	});

	test("works for a bucket of another stack that has a name", () => {
		const { stack, sender } = stackWith({}, { stack: { env: HOME } });
		const team = new Stack(stack.node.root, "Orders", { env: HOME });
		new Bucket(team, "B", {
			bucketName: "team-orders",
		}).addEventNotification(
			EventType.OBJECT_CREATED,
			new MailNotification(sender, { route }),
		);
		expect(queueStatements(stack)).toHaveLength(1);
		expect(stack.dependencies).toEqual([]);
	});

	test("refuses a bucket of another stack without a name, before the stacks make a circle", () => {
		const { stack, sender } = stackWith({}, { stack: { env: HOME } });
		const bucket = new Bucket(new Stack(stack.node.root, "Orders"), "B");
		expect(() =>
			bucket.addEventNotification(
				EventType.OBJECT_CREATED,
				new MailNotification(sender, { route }),
			),
		).toThrow(/as it has no name.*Give the bucket a bucketName/);
	});

	test("takes any bucket for a sender of another stack", () => {
		const stack = new Stack(newApp(), "Team", { env: HOME });
		const sender = GmailSender.fromQueueArn(
			stack,
			"Mail",
			`arn:aws:sqs:eu-west-1:${HOME.account}:mail`,
			{ allowsServices: true, hasRoutes: true },
		);
		new Bucket(stack, "B").addEventNotification(
			EventType.OBJECT_CREATED,
			new MailNotification(sender, { route }),
		);
		Template.fromStack(stack).hasResourceProperties(
			"Custom::S3BucketNotifications",
			{
				NotificationConfiguration: {
					QueueConfigurations: [
						Match.objectLike({
							QueueArn: `arn:aws:sqs:eu-west-1:${HOME.account}:mail`,
						}),
					],
				},
			},
		);
	});
});
