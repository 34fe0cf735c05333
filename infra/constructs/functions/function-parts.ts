import { RemovalPolicy } from "aws-cdk-lib";
import type { Table } from "aws-cdk-lib/aws-dynamodb";
import {
	Architecture,
	type FunctionProps,
	LoggingFormat,
	Runtime,
} from "aws-cdk-lib/aws-lambda";
import { LogGroup, RetentionDays } from "aws-cdk-lib/aws-logs";
import type { ISecret } from "aws-cdk-lib/aws-secretsmanager";
import type { Queue } from "aws-cdk-lib/aws-sqs";
import type { Construct } from "constructs";
import { ENV } from "../../../core/contract.ts";
import type { GmailSenderProps } from "../gmail-sender-props.ts";
import type { Settings } from "../settings/settings.ts";

/** What both functions work with. */
export interface FunctionParts {
	readonly settings: Settings;
	readonly queue: Queue;
	readonly deadLetterQueue: Queue;
	readonly table: Table;
	readonly secret: ISecret;
	readonly options: GmailSenderProps;
}

export function createLogGroup(
	scope: Construct,
	{ logRetention, removalPolicy }: GmailSenderProps,
): LogGroup {
	return new LogGroup(scope, "Logs", {
		retention: logRetention ?? RetentionDays.ONE_MONTH,
		removalPolicy: removalPolicy ?? RemovalPolicy.RETAIN_ON_UPDATE_OR_DELETE,
	});
}

/** What both functions run on. */
export function platform({ vpc, vpcSubnets }: GmailSenderProps) {
	return {
		runtime: Runtime.NODEJS_24_X,
		architecture: Architecture.ARM_64,
		handler: "index.handler",
		loggingFormat: LoggingFormat.TEXT,
		vpc,
		vpcSubnets,
	} satisfies Partial<FunctionProps>;
}

/** Variables that both functions read. */
export function sharedEnvironment({
	settings,
	queue,
	deadLetterQueue,
	table,
	secret,
}: FunctionParts): Readonly<Record<string, string>> {
	return {
		[ENV.sender]: settings.name,
		[ENV.mailbox]: settings.mailbox,
		[ENV.smtpHost]: settings.smtpHost,
		[ENV.smtpPort]: String(settings.smtpPort),
		[ENV.secretArn]: secret.secretArn,
		[ENV.queueUrl]: queue.queueUrl,
		[ENV.deadLetterQueueUrl]: deadLetterQueue.queueUrl,
		[ENV.tableName]: table.tableName,
		[ENV.messageLimit]: String(settings.limits.messages),
		[ENV.recipientLimit]: String(settings.limits.recipients),
	};
}

/** Why neither function has X-Ray. */
export const WITHOUT_TRACING = {
	id: "Serverless-LambdaTracing",
	reason:
		"X-Ray needs two permissions on every resource, and would show what the function's own log and metrics show already",
} as const;
