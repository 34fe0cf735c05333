import { GetItemCommand } from "@aws-sdk/client-dynamodb";
import {
	type EventSourceMappingConfiguration,
	type FunctionConfiguration,
	GetEventSourceMappingCommand,
	GetFunctionConfigurationCommand,
} from "@aws-sdk/client-lambda";
import { GetQueueAttributesCommand } from "@aws-sdk/client-sqs";
import { unmarshall } from "@aws-sdk/util-dynamodb";
import { TABLE, tableKey } from "../../core/contract.ts";
import { type LastRound, lastRoundOf } from "../../core/status/last-round.ts";
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

export async function readAttributes(
	{ sqs }: Target,
	QueueUrl: string,
): Promise<Readonly<Record<string, string>>> {
	const { Attributes = {} } = await sqs.send(
		new GetQueueAttributesCommand({ QueueUrl, AttributeNames: ["All"] }),
	);
	return Attributes as Readonly<Record<string, string>>;
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
	return Item === undefined ? undefined : unmarshall(Item);
}

export async function readLastRound(target: Target): Promise<LastRound> {
	return lastRoundOf(
		await readTableItem(target, tableKey.lastRound(target.sender.mailbox)),
	);
}
