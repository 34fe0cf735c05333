import {
	DynamoDBClient,
	GetItemCommand,
	PutItemCommand,
} from "@aws-sdk/client-dynamodb";
import { marshall, unmarshall } from "@aws-sdk/util-dynamodb";
import { TABLE } from "../../core/contract.ts";
import type { Scene } from "./scene.ts";

type Item = Readonly<Record<string, unknown>>;

const MOST_TRIES = 20;

/** An item of the sender's table. */
export async function readItem(
	scene: Scene,
	key: string,
): Promise<Item | undefined> {
	const client = new DynamoDBClient(scene.stack.aws.client);
	try {
		const { Item } = await client.send(
			new GetItemCommand({
				TableName: scene.sender.tableName,
				Key: marshall({ [TABLE.key]: key }),
				ConsistentRead: true,
			}),
		);
		return Item === undefined ? undefined : unmarshall(Item);
	} finally {
		client.destroy();
	}
}

/** Changes an item, against all who write it at the same time. `change` returns undefined when there is nothing to do. */
export async function changeItem(
	scene: Scene,
	key: string,
	change: (item: Item | undefined) => (Item & { version: number }) | undefined,
): Promise<void> {
	const client = new DynamoDBClient(scene.stack.aws.client);
	try {
		for (let tries = 1; ; tries += 1) {
			const next = change(await readItem(scene, key));
			if (next === undefined) return;
			const { version } = next;
			const item = { ...next, version: version + 1, [TABLE.key]: key };
			const command = new PutItemCommand({
				TableName: scene.sender.tableName,
				Item: marshall(item, { removeUndefinedValues: true }),
				ConditionExpression: "#version = :read",
				ExpressionAttributeNames: { "#version": "version" },
				ExpressionAttributeValues: marshall({ ":read": version }),
			});
			try {
				await client.send(command);
				return;
			} catch (error) {
				const isOvertaken =
					error instanceof Error &&
					error.name === "ConditionalCheckFailedException";
				if (!isOvertaken || tries === MOST_TRIES) throw error;
			}
		}
	} finally {
		client.destroy();
	}
}
