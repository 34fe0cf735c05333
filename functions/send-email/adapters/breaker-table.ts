import {
	type DynamoDBClient,
	GetItemCommand,
	PutItemCommand,
} from "@aws-sdk/client-dynamodb";
import { marshall, unmarshall } from "@aws-sdk/util-dynamodb";
import { TABLE, tableKey } from "../contract.ts";
import type { Deps } from "../deps.ts";
import { type Breaker, type BreakerState, CLOSED } from "../domain/breaker.ts";
import { attempt, attemptWrite } from "./aws-failure.ts";

/** The breaker of one mailbox in the state table: one item, its version guarding every write. */
export function createBreakerTable(options: {
	readonly client: DynamoDBClient;
	readonly tableName: string;
	readonly mailbox: string;
	readonly report: (error: unknown) => void;
}): Deps["breaker"] {
	const { client, tableName: TableName, mailbox, report } = options;
	const key = { [TABLE.key]: tableKey.breaker(mailbox) };
	return {
		read: () =>
			attempt(async () => {
				const { Item } = await client.send(
					new GetItemCommand({
						TableName,
						Key: marshall(key),
						ConsistentRead: true,
					}),
				);
				return Item === undefined ? CLOSED : toBreaker(unmarshall(Item));
			}, report),
		write: (next) =>
			attemptWrite(
				() =>
					client.send(
						new PutItemCommand({
							TableName,
							Item: marshall(
								{ ...key, v: 1, version: next.version, ...next.state },
								{ removeUndefinedValues: true },
							),
							ConditionExpression:
								"attribute_not_exists(#pk) OR #version = :before",
							ExpressionAttributeNames: {
								"#pk": TABLE.key,
								"#version": "version",
							},
							ExpressionAttributeValues: marshall({
								":before": next.version - 1,
							}),
						}),
					),
				report,
			),
	};
}

function toBreaker(item: Record<string, unknown>): Breaker {
	const { [TABLE.key]: _key, v: _format, version, ...state } = item;
	return { version: Number(version), state: state as unknown as BreakerState };
}
