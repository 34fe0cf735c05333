import {
	type DynamoDBClient,
	GetItemCommand,
	PutItemCommand,
} from "@aws-sdk/client-dynamodb";
import { marshall } from "@aws-sdk/util-dynamodb";
import { TABLE } from "../../core/contract.ts";
import { attempt, attemptWrite } from "./aws-failure.ts";
import type { VersionedItem } from "./deps.ts";
import { itemToWrite } from "./item-to-write.ts";
import { readItem } from "./read-item.ts";

type Item = Readonly<Record<string, unknown>>;

export interface ItemTable {
	readonly client: DynamoDBClient;
	readonly tableName: string;
	readonly report: (error: unknown) => void;
}

export function createVersionedItem<T extends { readonly version: number }>(
	{ client, tableName: TableName, report }: ItemTable,
	options: {
		readonly key: string;
		/** undefined: there is no item yet. */
		readonly fromItem: (item: Item | undefined) => T;
		readonly toItem: (value: T) => object;
	},
): VersionedItem<T> {
	const key = { [TABLE.key]: options.key };
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
				return options.fromItem(
					Item === undefined ? undefined : readItem(Item),
				);
			}, report),
		write: (next) =>
			attemptWrite(
				() =>
					client.send(
						new PutItemCommand({
							TableName,
							Item: itemToWrite({ ...key, ...options.toItem(next) }),
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
