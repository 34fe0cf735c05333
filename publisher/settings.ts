import type { DynamoDBClient } from "@aws-sdk/client-dynamodb";
import type { S3Client } from "@aws-sdk/client-s3";
import type { SchedulerClient } from "@aws-sdk/client-scheduler";
import type { SQSClient } from "@aws-sdk/client-sqs";
import { PUBLISHER_ENV } from "../core/contract.ts";

/** Where a sender is, and the clients to reach it. Everything has a default from the environment. */
export interface PublisherOptions {
	/** @default MAIL_QUEUE_URL */
	readonly queueUrl?: string;
	/** ARN of the queue, for mail that is sent later than in 15 minutes. @default MAIL_QUEUE_ARN */
	readonly queueArn?: string;
	/** The sender's bucket for long messages. @default MAIL_PAYLOAD_BUCKET */
	readonly payloadBucket?: string;
	/** The sender's table, for outcomes. @default MAIL_TABLE_NAME */
	readonly tableName?: string;
	/** Name space of the ids: the producer's granted name, else the id of its role. @default MAIL_PRODUCER */
	readonly producer?: string;
	/** Role of EventBridge Scheduler. @default MAIL_SCHEDULER_ROLE_ARN */
	readonly schedulerRoleArn?: string;
	/** Group of the schedules. @default MAIL_SCHEDULE_GROUP */
	readonly scheduleGroup?: string;
	readonly sqs?: SQSClient;
	readonly s3?: S3Client;
	readonly dynamo?: DynamoDBClient;
	readonly scheduler?: SchedulerClient;
	/** Epoch ms. @default Date.now */
	readonly now?: () => number;
	/** Waits for so many milliseconds between two tries. @default a timer */
	readonly sleep?: (ms: number) => Promise<void>;
}

/** @throws Error that names the option, its variable and what sets it. */
export function needed(
	name: keyof typeof PUBLISHER_ENV,
	options: PublisherOptions,
	what: string,
): string {
	const value = given(name, options);
	if (value !== undefined) return value;
	throw new Error(
		`Cannot ${what} as ${name} is missing: give it in the options, or set ${PUBLISHER_ENV[name]}, as mail.connect(fn, …) does in your stack`,
	);
}

export function given(
	name: keyof typeof PUBLISHER_ENV,
	options: PublisherOptions,
): string | undefined {
	const value = options[name] ?? process.env[PUBLISHER_ENV[name]];
	return value === "" ? undefined : value;
}
