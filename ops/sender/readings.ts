import { GetItemCommand } from "@aws-sdk/client-dynamodb";
import {
	type EventSourceMappingConfiguration,
	type FunctionConfiguration,
	GetEventSourceMappingCommand,
	GetFunctionConcurrencyCommand,
	GetFunctionConfigurationCommand,
} from "@aws-sdk/client-lambda";
import { GetSecretValueCommand } from "@aws-sdk/client-secrets-manager";
import {
	paginateListSubscriptionsByTopic,
	type Subscription,
} from "@aws-sdk/client-sns";
import { GetQueueAttributesCommand } from "@aws-sdk/client-sqs";
import { TABLE, tableKey } from "../../core/contract.ts";
import { type LastRound, lastRoundOf } from "../../core/status/last-round.ts";
import { readItem } from "./read-item.ts";
import type { Target } from "./target.ts";

export function readMapping({
	lambda,
	sender,
}: Target): Promise<EventSourceMappingConfiguration> {
	return lambda.send(
		new GetEventSourceMappingCommand({ UUID: sender.eventSourceMappingId }),
	);
}

export function readFunction(
	{ lambda }: Target,
	FunctionName: string,
): Promise<FunctionConfiguration> {
	return lambda.send(new GetFunctionConfigurationCommand({ FunctionName }));
}

/** Reserved concurrency of a function; undefined: none is set. */
export async function readReserved(
	{ lambda }: Target,
	FunctionName: string,
): Promise<number | undefined> {
	const { ReservedConcurrentExecutions } = await lambda.send(
		new GetFunctionConcurrencyCommand({ FunctionName }),
	);
	return ReservedConcurrentExecutions;
}

export function readSecret({ secrets, sender }: Target) {
	return secrets.send(
		new GetSecretValueCommand({ SecretId: sender.secretArn }),
	);
}

export async function readAttributes(
	{ sqs }: Target,
	QueueUrl: string,
): Promise<Readonly<Record<string, string>>> {
	const { Attributes = {} } = await sqs.send(
		new GetQueueAttributesCommand({ QueueUrl, AttributeNames: ["All"] }),
	);
	return Attributes as Readonly<Record<string, string>>;
}

export interface Depth {
	/** Messages that can be received now. */
	readonly ready: number;
	/** Messages that are delayed or in flight. */
	readonly hidden: number;
}

/** Approximate number of messages in a queue. */
export async function readDepth(
	target: Target,
	queueUrl: string,
): Promise<Depth> {
	const attributes = await readAttributes(target, queueUrl);
	const count = (name: string) =>
		Number(attributes[`ApproximateNumberOfMessages${name}`] ?? 0);
	return { ready: count(""), hidden: count("NotVisible") + count("Delayed") };
}

export async function readSubscriptions(
	{ sns: client }: Target,
	TopicArn: string,
): Promise<readonly Subscription[]> {
	const found: Subscription[] = [];
	for await (const { Subscriptions = [] } of paginateListSubscriptionsByTopic(
		{ client },
		{ TopicArn },
	))
		found.push(...Subscriptions);
	return found;
}

/** A subscription that is not confirmed, or is deleted, has a word in place of its ARN. */
export function isConfirmed({ SubscriptionArn = "" }: Subscription): boolean {
	return SubscriptionArn.startsWith("arn:");
}

export async function readTableItem(
	{ dynamo, sender }: Target,
	key: string,
): Promise<Readonly<Record<string, unknown>> | undefined> {
	const { Item } = await dynamo.send(
		new GetItemCommand({
			TableName: sender.tableName,
			Key: { [TABLE.key]: { S: key } },
			ConsistentRead: true,
		}),
	);
	return Item === undefined ? undefined : readItem(Item);
}

export async function readLastRound(target: Target): Promise<LastRound> {
	return lastRoundOf(
		await readTableItem(target, tableKey.lastRound(target.sender.mailbox)),
	);
}
