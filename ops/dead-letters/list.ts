import { paginateQuery } from "@aws-sdk/client-dynamodb";
import { marshall, unmarshall } from "@aws-sdk/util-dynamodb";
import { TABLE } from "../../core/contract.ts";
import { DEAD_CAUSES } from "../../core/delivery/causes.ts";
import type { Target } from "../sender/target.ts";

/** One dead letter, as a report tells of it: no address and no content. */
export interface DeadEntry {
	readonly cause: string;
	/** Epoch ms. */
	readonly at: number;
	readonly producer: string | undefined;
	/** What Google said, redacted. */
	readonly reply: string | undefined;
}

/** Dead letters that came after `since` (epoch ms) and are still in the index. */
export async function listDead(
	target: Target,
	since: number,
): Promise<readonly DeadEntry[]> {
	const lists = await Promise.all(
		DEAD_CAUSES.map((cause) => listOf(target, cause, since)),
	);
	return lists.flat().toSorted((a, b) => a.at - b.at);
}

async function listOf(
	{ dynamo, sender }: Target,
	cause: string,
	since: number,
): Promise<readonly DeadEntry[]> {
	const entries: DeadEntry[] = [];
	const pages = paginateQuery(
		{ client: dynamo },
		{
			TableName: sender.tableName,
			IndexName: TABLE.deadLetterIndex,
			KeyConditionExpression: "#cause = :cause AND #at > :since",
			ProjectionExpression: "#at, #producer, #reply",
			ExpressionAttributeNames: {
				"#cause": TABLE.deadCause,
				"#at": TABLE.deadAt,
				"#producer": "producer",
				"#reply": "reply",
			},
			ExpressionAttributeValues: marshall({ ":cause": cause, ":since": since }),
		},
	);
	for await (const { Items = [] } of pages) {
		for (const item of Items) {
			const { [TABLE.deadAt]: at, producer, reply } = unmarshall(item);
			entries.push({ cause, at: Number(at), producer, reply });
		}
	}
	return entries;
}
