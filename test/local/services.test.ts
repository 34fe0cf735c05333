import {
	CloudFormationClient,
	DescribeStacksCommand,
} from "@aws-sdk/client-cloudformation";
import {
	CloudWatchClient,
	DescribeAlarmsCommand,
} from "@aws-sdk/client-cloudwatch";
import {
	EventBridgeClient,
	PutEventsCommand,
} from "@aws-sdk/client-eventbridge";
import {
	GetEventSourceMappingCommand,
	InvokeCommand,
	LambdaClient,
	ListEventSourceMappingsCommand,
	UpdateEventSourceMappingCommand,
} from "@aws-sdk/client-lambda";
import {
	CreateBucketCommand,
	GetObjectCommand,
	PutObjectCommand,
	S3Client,
} from "@aws-sdk/client-s3";
import {
	GetSecretValueCommand,
	ListSecretVersionIdsCommand,
	PutSecretValueCommand,
	SecretsManagerClient,
} from "@aws-sdk/client-secrets-manager";
import {
	PublishCommand,
	SNSClient,
	SubscribeCommand,
} from "@aws-sdk/client-sns";
import {
	ChangeMessageVisibilityCommand,
	CreateQueueCommand,
	GetQueueAttributesCommand,
	ListMessageMoveTasksCommand,
	ReceiveMessageCommand,
	SendMessageCommand,
	SQSClient,
	StartMessageMoveTaskCommand,
} from "@aws-sdk/client-sqs";
import type { LocalAws } from "local-aws";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { ALARMS } from "../../infra/constructs/alarms/alarms.ts";
import { until } from "../../packages/local-aws/test/support/tiny-stack.ts";
import { Harness } from "../support/harness.ts";
import { mail } from "../support/mail.ts";

let stack: Harness;
let client: LocalAws["client"];
let sqs: SQSClient;
beforeAll(async () => {
	stack = await Harness.start();
	client = stack.local.aws.client;
	sqs = new SQSClient(client);
});
afterAll(() => stack.stop());

const HOUR = 3_600_000;
let queues = 0;

async function newQueue(Attributes: Record<string, string> = {}) {
	const { QueueUrl = "" } = await sqs.send(
		new CreateQueueCommand({
			QueueName: `conformance-${queues++}`,
			Attributes,
		}),
	);
	const arn = `arn:aws:sqs:us-east-1:000000000000:${QueueUrl.split("/").at(-1)}`;
	const receive = async (options: object = {}) =>
		(
			await sqs.send(
				new ReceiveMessageCommand({
					QueueUrl,
					MessageSystemAttributeNames: ["All"],
					...options,
				}),
			)
		).Messages ?? [];
	const send = (MessageBody: string, options: object = {}) =>
		sqs.send(new SendMessageCommand({ QueueUrl, MessageBody, ...options }));
	return { QueueUrl, arn, receive, send };
}

describe("SQS", () => {
	test("gives queue URLs on 127.0.0.1", async () => {
		expect((await newQueue()).QueueUrl).toMatch(
			/^http:\/\/127\.0\.0\.1:\d+\/000000000000\/conformance-/,
		);
	});

	test("takes emoji and refuses control characters", async () => {
		const queue = await newQueue();
		await queue.send("😀");
		expect(await queue.receive()).toMatchObject([{ Body: "😀" }]);
		await expect(queue.send("\u0001")).rejects.toThrow(/Invalid characters/);
	});

	test("leaves message attributes out unless they are asked for", async () => {
		const queue = await newQueue();
		const attribute = {
			MessageAttributes: { a: { DataType: "String", StringValue: "1" } },
		};
		await queue.send("x", attribute);
		await queue.send("y", attribute);
		expect((await queue.receive())[0]?.MessageAttributes).toBeUndefined();
		expect(
			(await queue.receive({ MessageAttributeNames: ["All"] }))[0]
				?.MessageAttributes,
		).toMatchObject({ a: { StringValue: "1" } });
	});

	test("refuses eleven attributes", async () => {
		const queue = await newQueue();
		const MessageAttributes = Object.fromEntries(
			Array.from({ length: 11 }, (_, index) => [
				`a${index}`,
				{ DataType: "String", StringValue: "x" },
			]),
		);
		await expect(queue.send("x", { MessageAttributes })).rejects.toThrow(
			/exceeds the allowed maximum/,
		);
	});

	test("refuses a delay of more than fifteen minutes", async () => {
		const queue = await newQueue();
		await expect(queue.send("x", { DelaySeconds: 901 })).rejects.toThrow(
			/must be >= 0 and <= 900/,
		);
	});

	test("drops messages past the queue's retention", async () => {
		const queue = await newQueue({ MessageRetentionPeriod: "3600" });
		await queue.send("old");
		stack.local.aws.advance(2 * HOUR);
		expect(await queue.receive()).toEqual([]);
	});

	test("caps invisibility at twelve hours in all", async () => {
		const queue = await newQueue();
		await queue.send("x");
		const [message] = await queue.receive({ VisibilityTimeout: 43_200 });
		stack.local.aws.advance(HOUR);
		const change = (VisibilityTimeout: number) =>
			sqs.send(
				new ChangeMessageVisibilityCommand({
					QueueUrl: queue.QueueUrl,
					ReceiptHandle: message?.ReceiptHandle,
					VisibilityTimeout,
				}),
			);
		await change(39_000);
		await expect(change(40_000)).rejects.toThrow(/beyond the limit/);
	});

	test("does not lose a message to a client that hung up in its long poll", async () => {
		const queue = await newQueue();
		const hangUp = new AbortController();
		const polling = sqs
			.send(
				new ReceiveMessageCommand({
					QueueUrl: queue.QueueUrl,
					WaitTimeSeconds: 20,
				}),
				{ abortSignal: hangUp.signal },
			)
			.catch(() => "gone");
		await new Promise((resolve) => setTimeout(resolve, 100));
		hangUp.abort();
		expect(await polling).toBe("gone");
		await new Promise((resolve) => setTimeout(resolve, 100));
		await queue.send("x");
		expect(await queue.receive()).toMatchObject([{ Body: "x" }]);
	});

	test("counts receives, and redrives after maxReceiveCount", async () => {
		const dead = await newQueue();
		const queue = await newQueue({
			VisibilityTimeout: "1",
			RedrivePolicy: JSON.stringify({
				deadLetterTargetArn: dead.arn,
				maxReceiveCount: 1,
			}),
		});
		await queue.send("x");
		expect(await queue.receive()).toMatchObject([
			{ Attributes: { ApproximateReceiveCount: "1" } },
		]);
		stack.local.aws.advance(2000);
		expect(await queue.receive()).toEqual([]);
		expect(await dead.receive()).toMatchObject([{ Body: "x" }]);
	});

	test("moves messages from a dead-letter queue to a named destination", async () => {
		const [dead, queue] = [await newQueue(), await newQueue()];
		await dead.send("x");
		await expect(
			sqs.send(new StartMessageMoveTaskCommand({ SourceArn: dead.arn })),
		).rejects.toThrow(/name the destination/);
		await sqs.send(
			new StartMessageMoveTaskCommand({
				SourceArn: dead.arn,
				DestinationArn: queue.arn,
			}),
		);
		expect(await queue.receive()).toMatchObject([{ Body: "x" }]);
		expect(
			(await sqs.send(new ListMessageMoveTasksCommand({ SourceArn: dead.arn })))
				.Results,
		).toMatchObject([{ Status: "COMPLETED" }]);
	});

	test("has the template's attributes on the sender's queue", async () => {
		const { Attributes } = await sqs.send(
			new GetQueueAttributesCommand({
				QueueUrl: stack.sender.queueUrl,
				AttributeNames: ["All"],
			}),
		);
		expect(Attributes).toMatchObject({
			VisibilityTimeout: "1080",
			MaximumMessageSize: String(1_048_576 - 16_384),
			MessageRetentionPeriod: "604800",
		});
	});
});

describe("the other services", () => {
	test("CloudFormation tells the stack's outputs", async () => {
		const { Stacks } = await new CloudFormationClient(client).send(
			new DescribeStacksCommand({ StackName: "GmailSender-mail" }),
		);
		const keys = Stacks?.[0]?.Outputs?.map(({ OutputKey }) => OutputKey);
		expect(keys).toEqual(
			expect.arrayContaining([
				"QueueUrl",
				"QueueArn",
				"DeadLetterQueueUrl",
				"SecretName",
				"StateTableName",
				"FunctionName",
				"NextCommand",
			]),
		);
		await expect(
			new CloudFormationClient(client).send(
				new DescribeStacksCommand({ StackName: "none" }),
			),
		).rejects.toThrow(/does not exist/);
	});

	test("Secrets Manager moves AWSCURRENT, and tells EventBridge", async () => {
		const secrets = new SecretsManagerClient(client);
		const SecretId = stack.sender.secretArn;
		const before = await secrets.send(new GetSecretValueCommand({ SecretId }));
		const put = await secrets.send(
			new PutSecretValueCommand({
				SecretId,
				SecretString: before.SecretString,
			}),
		);
		const { Versions = [] } = await secrets.send(
			new ListSecretVersionIdsCommand({ SecretId }),
		);
		expect(
			Versions.find(({ VersionId }) => VersionId === put.VersionId)
				?.VersionStages,
		).toEqual(["AWSCURRENT"]);
		expect(
			Versions.find(({ VersionId }) => VersionId === before.VersionId)
				?.VersionStages,
		).toEqual(["AWSPREVIOUS"]);
		const { events } = stack.local.aws.services.events;
		expect(
			events.findLast(({ source }) => source === "aws.secretsmanager"),
		).toMatchObject({
			"detail-type": "Secret Label Updated",
			detail: { versionId: put.VersionId },
		});
		await expect(
			secrets.send(new GetSecretValueCommand({ SecretId: "none" })),
		).rejects.toThrow(/can't find/);
	});

	test("Lambda answers an invocation and describes the mapping", async () => {
		const lambda = new LambdaClient(client);
		const { Payload } = await lambda.send(
			new InvokeCommand({
				FunctionName: stack.sender.breakerFunctionName,
				Payload: '{"action":"status"}',
			}),
		);
		expect(JSON.parse(Buffer.from(Payload ?? []).toString())).toMatchObject({
			verdict: "sending",
		});
		const { EventSourceMappings } = await lambda.send(
			new ListEventSourceMappingsCommand({
				EventSourceArn: stack.sender.queueArn,
			}),
		);
		expect(EventSourceMappings).toMatchObject([
			{
				UUID: stack.sender.eventSourceMappingId,
				State: "Enabled",
				BatchSize: 9,
			},
		]);
	});

	test("Lambda's mapping can be paused and resumed", async () => {
		// It would resume the mapping by itself.
		stack.breakerFunction.broken = "not now";
		await stack.settle();
		const lambda = new LambdaClient(client);
		const UUID = stack.sender.eventSourceMappingId;
		await lambda.send(
			new UpdateEventSourceMappingCommand({ UUID, Enabled: false }),
		);
		await until(() => stack.mapping.state === "Disabled");
		await stack.send(mail({ id: "paused" }));
		await stack.settle();
		expect(stack.waiting()).toBe(1);
		await lambda.send(
			new UpdateEventSourceMappingCommand({ UUID, Enabled: true }),
		);
		expect(
			await lambda.send(new GetEventSourceMappingCommand({ UUID })),
		).toMatchObject({ State: "Enabled" });
		await stack.settle();
		expect(stack.waiting()).toBe(0);
		stack.breakerFunction.broken = undefined;
	});

	test("CloudWatch tells the template's alarms on the functions' own lines", async () => {
		const cloudwatch = new CloudWatchClient(client);
		await stack.send("not JSON");
		await stack.settle();
		const { MetricAlarms = [] } = await cloudwatch.send(
			new DescribeAlarmsCommand({ AlarmNamePrefix: "mail: " }),
		);
		expect(MetricAlarms).toHaveLength(ALARMS.length);
		expect(
			MetricAlarms.find(({ AlarmName }) =>
				AlarmName?.includes("dead-lettered"),
			),
		).toMatchObject({ StateValue: "ALARM" });
	});

	test("EventBridge takes good events and says which are malformed", async () => {
		const result = await new EventBridgeClient(client).send(
			new PutEventsCommand({
				Entries: [
					{ Source: "a", DetailType: "b", Detail: "{}" },
					{ Source: "a", DetailType: "b", Detail: "{" },
				],
			}),
		);
		expect(result).toMatchObject({
			FailedEntryCount: 1,
			Entries: [{}, { ErrorCode: "MalformedDetail" }],
		});
	});

	test("SNS delivers to a queue", async () => {
		const sns = new SNSClient(client);
		const queue = await newQueue();
		await sns.send(
			new SubscribeCommand({
				TopicArn: stack.sender.pageTopicArn,
				Protocol: "sqs",
				Endpoint: queue.arn,
				Attributes: { RawMessageDelivery: "true" },
			}),
		);
		await sns.send(
			new PublishCommand({
				TopicArn: stack.sender.pageTopicArn,
				Message: "hello",
			}),
		);
		expect(await queue.receive({ WaitTimeSeconds: 2 })).toMatchObject([
			{ Body: "hello" },
		]);
	});

	test("S3 keeps an object", async () => {
		const s3 = new S3Client({ ...client, forcePathStyle: true });
		await s3.send(new CreateBucketCommand({ Bucket: "files" }));
		await s3.send(
			new PutObjectCommand({ Bucket: "files", Key: "a.txt", Body: "hello" }),
		);
		const { Body } = await s3.send(
			new GetObjectCommand({ Bucket: "files", Key: "a.txt" }),
		);
		expect(await Body?.transformToString()).toBe("hello");
	});
});
