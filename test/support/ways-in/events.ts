import {
	CloudWatchClient,
	SetAlarmStateCommand,
} from "@aws-sdk/client-cloudwatch";
import {
	EventBridgeClient,
	PutEventsCommand,
} from "@aws-sdk/client-eventbridge";
import { PutObjectCommand, S3Client } from "@aws-sdk/client-s3";
import { PublishCommand, SNSClient } from "@aws-sdk/client-sns";
import { Metric } from "aws-cdk-lib/aws-cloudwatch";
import { EventField, Rule } from "aws-cdk-lib/aws-events";
import { Bucket, EventType } from "aws-cdk-lib/aws-s3";
import { Topic } from "aws-cdk-lib/aws-sns";
import {
	MailAlarmRule,
	MailNotification,
	MailRuleTarget,
	MailSubscription,
} from "../../../infra/index.ts";
import type { Place, WayIn } from "../way-in.ts";

async function publish(
	{ client }: Place,
	topic: string,
	message: object | string,
	subject?: string,
): Promise<void> {
	const sns = new SNSClient(client);
	await sns.send(
		new PublishCommand({
			TopicArn: `arn:aws:sns:us-east-1:000000000000:${topic}`,
			Message: typeof message === "string" ? message : JSON.stringify(message),
			...(subject === undefined ? {} : { Subject: subject }),
		}),
	);
	sns.destroy();
}

async function putEvent(
	{ client }: Place,
	source: string,
	detail: object,
): Promise<void> {
	const events = new EventBridgeClient(client);
	await events.send(
		new PutEventsCommand({
			Entries: [
				{
					Source: source,
					DetailType: "Order Shipped",
					Detail: JSON.stringify(detail),
				},
			],
		}),
	);
	events.destroy();
}

const message = (id: string) => ({
	id,
	to: "ann@example.com",
	subject: `Hello by ${id}`,
	text: "Hello",
});

/** Mail about what happens elsewhere. */
export const EVENTS: readonly WayIn[] = [
	{
		name: "a topic whose publishers write messages, raw",
		subject: "Hello by raw",
		build: (stack, sender) =>
			new Topic(stack, "Raw", { topicName: "raw" }).addSubscription(
				new MailSubscription(sender, { rawMessageDelivery: true }),
			),
		act: (place) => publish(place, "raw", message("raw")),
	},
	{
		name: "a topic whose publishers write messages, in SNS's envelope",
		subject: "Hello by envelope",
		build: (stack, sender) =>
			new Topic(stack, "Wrapped", { topicName: "wrapped" }).addSubscription(
				new MailSubscription(sender),
			),
		act: (place) => publish(place, "wrapped", message("envelope")),
	},
	{
		name: "a topic with a route",
		subject: "Export finished (jobs, 000000000000, us-east-1)",
		build: (stack, sender) =>
			new Topic(stack, "Jobs", { topicName: "jobs" }).addSubscription(
				new MailSubscription(sender, { route: { to: "ops@example.com" } }),
			),
		act: (place) =>
			publish(place, "jobs", "All rows are out.", "Export finished"),
	},
	{
		name: "a rule with a message",
		subject: 'A "quoted" title',
		build: (stack, sender) =>
			new Rule(stack, "Shipped", {
				eventPattern: { source: ["shop.orders"] },
			}).addTarget(
				new MailRuleTarget(sender, {
					message: {
						to: "ann@example.com",
						subject: EventField.fromPath("$.detail.title"),
						text: "It is on its way.",
					},
				}),
			),
		act: (place) =>
			putEvent(place, "shop.orders", { title: 'A "quoted" title' }),
	},
	{
		name: "a rule with a route",
		subject: "new: Order Shipped in 000000000000 (us-east-1)",
		build: (stack, sender) =>
			new Rule(stack, "Returned", {
				eventPattern: { source: ["shop.returns"], detail: { state: ["new"] } },
			}).addTarget(
				new MailRuleTarget(sender, { route: { to: "shop@example.com" } }),
			),
		act: (place) => putEvent(place, "shop.returns", { state: "new" }),
	},
	{
		name: "a bucket",
		subject: "S3: november.csv created in ways-in-reports, us-east-1",
		isDoubted: true,
		build: (stack, sender) =>
			new Bucket(stack, "Reports", {
				bucketName: "ways-in-reports",
			}).addEventNotification(
				EventType.OBJECT_CREATED,
				new MailNotification(sender, { route: { to: "team@example.com" } }),
				{ prefix: "reports/" },
			),
		async act({ client }) {
			const s3 = new S3Client({ ...client, forcePathStyle: true });
			for (const Key of ["other/x.csv", "reports/november.csv"])
				await s3.send(
					new PutObjectCommand({
						Bucket: "ways-in-reports",
						Key,
						Body: "orders",
					}),
				);
			s3.destroy();
		},
	},
	{
		name: "an alarm",
		subject: "ALARM: orders-fail in 000000000000 (us-east-1)",
		build(stack, sender) {
			const alarm = new Metric({
				namespace: "Shop",
				metricName: "Failed",
			}).createAlarm(stack, "OrdersFail", {
				alarmName: "orders-fail",
				threshold: 1,
				evaluationPeriods: 1,
			});
			new MailAlarmRule(stack, "AlarmMail", {
				sender,
				alarms: [alarm],
				to: "oncall@example.com",
			});
		},
		async act({ client }) {
			const cloudwatch = new CloudWatchClient(client);
			await cloudwatch.send(
				new SetAlarmStateCommand({
					AlarmName: "orders-fail",
					StateValue: "ALARM",
					StateReason: "An order failed",
				}),
			);
			cloudwatch.destroy();
		},
	},
];
