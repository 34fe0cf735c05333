import {
	CompleteMultipartUploadCommand,
	CopyObjectCommand,
	CreateMultipartUploadCommand,
	DeleteObjectCommand,
	PutObjectCommand,
	S3Client,
	UploadPartCommand,
} from "@aws-sdk/client-s3";
import { ReceiveMessageCommand, SQSClient } from "@aws-sdk/client-sqs";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import {
	lambda,
	queue,
	startTinyStack,
	type TinyStack,
	until,
} from "../support/tiny-stack.ts";

// https://docs.aws.amazon.com/AmazonS3/latest/userguide/notification-content-structure.html
let stack: TinyStack;
let s3: S3Client;
let sqs: SQSClient;
beforeAll(async () => {
	const arn = (id: string) => ({ "Fn::GetAtt": [id, "Arn"] });
	stack = await startTinyStack(
		{
			All: queue("all"),
			Filtered: queue("filtered"),
			FromTopic: queue("from-topic"),
			FromBus: queue("from-bus"),
			Untested: queue("untested"),
			Function: lambda("function"),
			Topic: { Type: "AWS::SNS::Topic", Properties: { TopicName: "removed" } },
			Subscription: {
				Type: "AWS::SNS::Subscription",
				Properties: {
					TopicArn: { Ref: "Topic" },
					Protocol: "sqs",
					Endpoint: arn("FromTopic"),
				},
			},
			Plain: {
				Type: "AWS::S3::Bucket",
				Properties: {
					BucketName: "plain",
					NotificationConfiguration: {
						QueueConfigurations: [
							{ Event: "s3:ObjectCreated:*", Queue: arn("All") },
						],
						LambdaConfigurations: [
							{ Event: "s3:ObjectCreated:Put", Function: arn("Function") },
						],
						EventBridgeConfiguration: { EventBridgeEnabled: true },
					},
				},
			},
			Versioned: {
				Type: "AWS::S3::Bucket",
				Properties: {
					BucketName: "versioned",
					VersioningConfiguration: { Status: "Enabled" },
				},
			},
			// As CDK's addEventNotification() writes it.
			Notifications: {
				Type: "Custom::S3BucketNotifications",
				Properties: {
					ServiceToken: arn("Handler"),
					BucketName: { Ref: "Versioned" },
					NotificationConfiguration: {
						EventBridgeConfiguration: {},
						QueueConfigurations: [
							{
								Id: "invoices",
								Events: ["s3:ObjectCreated:*"],
								Filter: {
									Key: {
										FilterRules: [
											{ Name: "suffix", Value: ".pdf" },
											{ Name: "prefix", Value: "in/" },
										],
									},
								},
								QueueArn: arn("Filtered"),
							},
						],
						TopicConfigurations: [
							{ Events: ["s3:ObjectRemoved:*"], TopicArn: { Ref: "Topic" } },
						],
					},
					Managed: true,
					SkipDestinationValidation: false,
				},
			},
			Skipping: {
				Type: "Custom::S3BucketNotifications",
				Properties: {
					ServiceToken: arn("Handler"),
					BucketName: "elsewhere",
					NotificationConfiguration: {
						QueueConfigurations: [
							{
								Events: ["s3:ObjectRemoved:Delete"],
								QueueArn: arn("Untested"),
							},
						],
					},
					SkipDestinationValidation: true,
				},
			},
			Handler: {
				Type: "AWS::Lambda::Function",
				Properties: {
					Runtime: "python3.13",
					Handler: "index.handler",
					Code: { ZipFile: "import boto3" },
				},
			},
			Rule: {
				Type: "AWS::Events::Rule",
				Properties: {
					EventPattern: { source: ["aws.s3"] },
					Targets: [{ Id: "a", Arn: arn("FromBus") }],
				},
			},
		},
		{
			function:
				"export const handler = async (event) => console.log(JSON.stringify(event));",
		},
	);
	s3 = new S3Client(stack.client);
	sqs = new SQSClient(stack.client);
});
afterAll(async () => {
	s3.destroy();
	sqs.destroy();
	await stack.stop();
});

const next = async (name: string, WaitTimeSeconds = 5) => {
	const { Messages: [message] = [] } = await sqs.send(
		new ReceiveMessageCommand({
			QueueUrl: `${stack.aws.url}/000000000000/${name}`,
			WaitTimeSeconds,
		}),
	);
	return message?.Body === undefined ? undefined : JSON.parse(message.Body);
};
const put = (Bucket: string, Key: string) =>
	s3.send(new PutObjectCommand({ Bucket, Key, Body: "hello" }));
const remove = (Bucket: string, Key: string, VersionId?: string) =>
	s3.send(new DeleteObjectCommand({ Bucket, Key, VersionId }));

describe("when a notification is set up", () => {
	const TEST = {
		Service: "Amazon S3",
		Event: "s3:TestEvent",
		Time: expect.stringMatching(/^\d{4}-.*Z$/),
		RequestId: expect.stringMatching(/^[0-9A-F]{16}$/),
		HostId: expect.any(String),
	};

	test("its queue gets a test, once", async () => {
		expect(await next("all")).toEqual({ ...TEST, Bucket: "plain" });
		expect(await next("filtered")).toEqual({ ...TEST, Bucket: "versioned" });
		expect(await next("all", 0)).toBeUndefined();
	});

	test("its topic gets one, too", async () => {
		const { Subject, Message } = await next("from-topic");
		expect(Subject).toBe("Amazon S3 Notification");
		expect(JSON.parse(Message)).toEqual({ ...TEST, Bucket: "versioned" });
	});

	test("its queue gets none where validation is skipped", async () => {
		expect(await next("untested", 0)).toBeUndefined();
	});
});

describe("an object that is put", () => {
	test("sends AWS's record to the queue, its key encoded", async () => {
		const { ETag = "" } = await put("plain", "a b/ä(1)+.txt");
		expect(await next("all")).toEqual({
			Records: [
				{
					eventVersion: "2.1",
					eventSource: "aws:s3",
					awsRegion: "us-east-1",
					eventTime: expect.stringMatching(/\.\d{3}Z$/),
					eventName: "ObjectCreated:Put",
					userIdentity: { principalId: "AWS:local" },
					requestParameters: { sourceIPAddress: "127.0.0.1" },
					responseElements: {
						"x-amz-request-id": expect.stringMatching(/^[0-9A-F]{16}$/),
						"x-amz-id-2": expect.any(String),
					},
					s3: {
						s3SchemaVersion: "1.0",
						configurationId: expect.any(String),
						bucket: {
							name: "plain",
							ownerIdentity: { principalId: expect.any(String) },
							arn: "arn:aws:s3:::plain",
						},
						object: {
							key: "a+b/%C3%A4%281%29%2B.txt",
							size: 5,
							eTag: ETag.replaceAll('"', ""),
							sequencer: expect.stringMatching(/^[0-9A-F]{18}$/),
						},
					},
				},
			],
		});
	});

	test("invokes the function with the same", async () => {
		const lines = () => stack.aws.services.logs.linesOf("/aws/lambda/function");
		await until(() => lines().length > 0);
		expect(JSON.parse(lines()[0] ?? "")).toMatchObject({
			Records: [{ s3: { bucket: { name: "plain" } } }],
		});
	});

	test("names its version, and comes only through the filter", async () => {
		await put("versioned", "out/a.pdf");
		await put("versioned", "in/a.csv");
		const { VersionId } = await put("versioned", "in/a.pdf");
		expect(await next("filtered")).toMatchObject({
			Records: [
				{
					s3: {
						configurationId: "invoices",
						object: { key: "in/a.pdf", versionId: VersionId },
					},
				},
			],
		});
		expect(await next("filtered", 0)).toBeUndefined();
	});

	test("says how it came to be: by a copy or in parts", async () => {
		const copy = {
			Bucket: "plain",
			Key: "copy",
			CopySource: "versioned/in/a.pdf",
		};
		await s3.send(new CopyObjectCommand(copy));
		expect(await next("all")).toMatchObject({
			Records: [{ eventName: "ObjectCreated:Copy" }],
		});
		const upload = { Bucket: "plain", Key: "parts" };
		const { UploadId } = await s3.send(
			new CreateMultipartUploadCommand(upload),
		);
		const { ETag } = await s3.send(
			new UploadPartCommand({ ...upload, UploadId, PartNumber: 1, Body: "p" }),
		);
		await s3.send(
			new CompleteMultipartUploadCommand({
				...upload,
				UploadId,
				MultipartUpload: { Parts: [{ PartNumber: 1, ETag }] },
			}),
		);
		expect(await next("all")).toMatchObject({
			Records: [{ eventName: "ObjectCreated:CompleteMultipartUpload" }],
		});
	});

	test("has sequencers that grow", async () => {
		const sequencers: string[] = [];
		for (const Key of ["s", "s"]) {
			await put("plain", Key);
			sequencers.push((await next("all")).Records[0].s3.object.sequencer);
		}
		expect([...sequencers].sort()).toEqual(sequencers);
		expect(new Set(sequencers).size).toBe(2);
	});
});

describe("an object that is deleted", () => {
	test("sends its record to the topic: a delete marker, then a version", async () => {
		const { VersionId } = await put("versioned", "old.txt");
		await remove("versioned", "old.txt");
		const marker = await next("from-topic");
		expect(marker.Subject).toBe("Amazon S3 Notification");
		const [record] = JSON.parse(marker.Message).Records;
		expect(record).toMatchObject({
			eventName: "ObjectRemoved:DeleteMarkerCreated",
		});
		expect(record.s3.object).toEqual({
			key: "old.txt",
			eTag: "d41d8cd98f00b204e9800998ecf8427e",
			versionId: expect.not.stringMatching(VersionId ?? ""),
			sequencer: expect.any(String),
		});
		await remove("versioned", "old.txt", VersionId);
		const deleted = JSON.parse((await next("from-topic")).Message).Records[0];
		expect(deleted).toMatchObject({
			eventName: "ObjectRemoved:Delete",
			s3: { object: { key: "old.txt", versionId: VersionId } },
		});
		expect(deleted.s3.object).not.toHaveProperty("size");
	});

	test("says nothing when it never was there", async () => {
		await remove("elsewhere", "never");
		expect(await next("untested", 0)).toBeUndefined();
		await put("elsewhere", "was");
		await remove("elsewhere", "was");
		expect(await next("untested")).toMatchObject({
			Records: [{ eventName: "ObjectRemoved:Delete" }],
		});
	});
});

// https://docs.aws.amazon.com/AmazonS3/latest/userguide/ev-events.html
describe("a bucket with EventBridge", () => {
	/** The next event of this kind about this key. */
	const told = async (key: string, detailType: string) => {
		for (;;) {
			const event = await next("from-bus");
			const isIt = event.detail.object.key === key;
			if (isIt && event["detail-type"] === detailType) return event;
		}
	};

	test("tells the default bus of an object that is put", async () => {
		const { VersionId, ETag = "" } = await put("versioned", "ä b.txt");
		expect(await told("ä b.txt", "Object Created")).toEqual({
			version: "0",
			id: expect.any(String),
			"detail-type": "Object Created",
			source: "aws.s3",
			account: "000000000000",
			time: expect.stringMatching(/:\d\dZ$/),
			region: "us-east-1",
			resources: ["arn:aws:s3:::versioned"],
			detail: {
				version: "0",
				bucket: { name: "versioned" },
				object: {
					key: "ä b.txt",
					size: 5,
					etag: ETag.replaceAll('"', ""),
					"version-id": VersionId,
					sequencer: expect.stringMatching(/^[0-9a-f]{18}$/),
				},
				"request-id": expect.any(String),
				requester: "000000000000",
				"source-ip-address": "127.0.0.1",
				reason: "PutObject",
			},
		});
	});

	test("tells it of one that is deleted, and how", async () => {
		await put("plain", "gone");
		await remove("plain", "gone");
		expect(await told("gone", "Object Deleted")).toMatchObject({
			detail: {
				reason: "DeleteObject",
				"deletion-type": "Permanently Deleted",
			},
		});
		await remove("versioned", "ä b.txt");
		expect(await told("ä b.txt", "Object Deleted")).toMatchObject({
			detail: { "deletion-type": "Delete Marker Created" },
		});
	});
});
