import { paginateQuery } from "@aws-sdk/client-dynamodb";
import { marshall, unmarshall } from "@aws-sdk/util-dynamodb";
import { TABLE } from "../../core/contract.ts";
import {
	DEAD_CAUSES,
	type DeadCause,
	DOUBT,
} from "../../core/delivery/causes.ts";
import type { Target } from "./target.ts";

/** One entry of the dead-letter index, with the attributes that the index projects. */
export interface IndexEntry {
	/** Partition key in the table. */
	readonly pk: string;
	readonly cause: DeadCause;
	/** Epoch ms. */
	readonly at: number;
	readonly producer: string | undefined;
	/** The reply from Google, redacted. */
	readonly reply: string | undefined;
}

/** Every dead letter that is on record and not discarded, oldest first within a cause. */
export async function readIndex(
	target: Target,
	{
		causes = DEAD_CAUSES,
		since = 0,
	}: {
		readonly causes?: readonly DeadCause[];
		/** Epoch ms; only later entries are read. */
		readonly since?: number;
	} = {},
): Promise<readonly IndexEntry[]> {
	const lists = await Promise.all(
		causes.map((cause) => readCause(target, cause, since)),
	);
	return lists.flat();
}

/** Dead letters that came after `since` (epoch ms), by cause. */
export async function countDead(
	target: Target,
	since: number,
): Promise<Readonly<Record<string, number>>> {
	const causes = Map.groupBy(
		await readIndex(target, { since }),
		({ cause }) => cause,
	);
	return Object.fromEntries(
		[...causes].map(([cause, own]) => [cause, own.length]),
	);
}

/** Number of messages that came into doubt, or out of it, after `since` (epoch ms), and are not dead letters. */
export async function countDoubts(
	target: Target,
	since: number,
): Promise<number> {
	let count = 0;
	for await (const { Items = [] } of query(target, DOUBT, since))
		count += Items.length;
	return count;
}

async function readCause(
	target: Target,
	cause: DeadCause,
	since: number,
): Promise<readonly IndexEntry[]> {
	const entries: IndexEntry[] = [];
	for await (const { Items = [] } of query(target, cause, since)) {
		for (const item of Items) {
			const { producer, reply, ...keys } = unmarshall(item);
			const { [TABLE.key]: pk, [TABLE.deadAt]: at } = keys;
			entries.push({ pk, cause, at, producer, reply });
		}
	}
	return entries;
}

function query(
	{ dynamo, sender }: Target,
	cause: DeadCause | typeof DOUBT,
	since: number,
) {
	return paginateQuery(
		{ client: dynamo },
		{
			TableName: sender.tableName,
			IndexName: TABLE.deadLetterIndex,
			KeyConditionExpression: "#cause = :cause AND #at > :since",
			ExpressionAttributeNames: {
				"#cause": TABLE.deadCause,
				"#at": TABLE.deadAt,
			},
			ExpressionAttributeValues: marshall({ ":cause": cause, ":since": since }),
		},
	);
}
