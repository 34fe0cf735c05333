import { DynamoDBClient } from "@aws-sdk/client-dynamodb";
import {
	CreateBucketCommand,
	ListObjectsV2Command,
	type ListObjectsV2CommandOutput,
	PutObjectCommand,
	S3Client,
} from "@aws-sdk/client-s3";
import { SchedulerClient } from "@aws-sdk/client-scheduler";
import { SQSClient } from "@aws-sdk/client-sqs";
import type { PublisherOptions } from "../../publisher/index.ts";
import { Harness } from "./harness.ts";

const SCHEDULE_GROUP = "mail";

/** Of the role that SQS tells as the sender. */
const ROLE_ID = "AROAPUBLISHER";

/** A local stack, and somebody with all rights who sends mail through it by the publisher library. */
export class Producer {
	readonly stack: Harness;
	/** Everything that the library can be told. */
	readonly options: Required<Omit<PublisherOptions, "now" | "sleep">>;

	static async start(
		options?: Parameters<typeof Harness.start>[0],
	): Promise<Producer> {
		const stack = await Harness.start(options);
		const producer = new Producer(stack);
		stack.local.aws.services.schedules.groups.add(SCHEDULE_GROUP);
		return producer;
	}

	private constructor(stack: Harness) {
		this.stack = stack;
		const client = { ...stack.local.aws.client, maxAttempts: 1 };
		const { queueUrl, queueArn, tableName, payloadBucketName } = stack.sender;
		this.options = {
			queueUrl,
			queueArn,
			tableName,
			producer: ROLE_ID,
			payloadBucket: payloadBucketName ?? "",
			scheduleGroup: SCHEDULE_GROUP,
			schedulerRoleArn: "arn:aws:iam::000000000000:role/scheduled-mail",
			sqs: new SQSClient({
				...client,
				credentials: { accessKeyId: ROLE_ID, secretAccessKey: "local" },
			}),
			s3: new S3Client({ ...client, forcePathStyle: true }),
			dynamo: new DynamoDBClient(client),
			scheduler: new SchedulerClient(client),
		};
	}

	async createBucket(name: string): Promise<void> {
		await this.options.s3.send(new CreateBucketCommand({ Bucket: name }));
	}

	async put(bucket: string, key: string, text: string): Promise<void> {
		await this.options.s3.send(
			new PutObjectCommand({ Bucket: bucket, Key: key, Body: text }),
		);
	}

	/** What lies in the sender's bucket. */
	objects(): Promise<ListObjectsV2CommandOutput> {
		const { s3, payloadBucket: Bucket } = this.options;
		return s3.send(new ListObjectsV2Command({ Bucket }));
	}

	async stop(): Promise<void> {
		const { sqs, s3, dynamo, scheduler } = this.options;
		for (const client of [sqs, s3, dynamo, scheduler]) client.destroy();
		await this.stack.stop();
	}
}

/** An SQS client that answers a batch as it is told to, and remembers what it was asked. */
export function stubbedSqs(
	answer: (
		entries: readonly { readonly Id: string; readonly MessageBody: string }[],
		call: number,
	) => object,
) {
	const calls: (readonly {
		readonly Id: string;
		readonly MessageBody: string;
		readonly DelaySeconds?: number;
	}[])[] = [];
	const sqs = {
		async send({ input }: { readonly input: { readonly Entries: never[] } }) {
			calls.push(input.Entries);
			return answer(input.Entries, calls.length);
		},
	} as unknown as SQSClient;
	return { sqs, calls };
}
