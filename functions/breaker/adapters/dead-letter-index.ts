import { GetItemCommand, QueryCommand } from "@aws-sdk/client-dynamodb";
import { marshall, unmarshall } from "@aws-sdk/util-dynamodb";
import { TABLE } from "../../../core/contract.ts";
import { DEAD_CAUSES, type DeadCause } from "../../../core/delivery/causes.ts";
import type { DeadLetterFacts } from "../../../core/delivery/dead-letter.ts";
import { placeIn } from "../../../core/delivery/space.ts";
import type { FailedEntry } from "../../../core/status/failed-text.ts";
import { attempt } from "../../shared/aws-failure.ts";
import type { ItemTable } from "../../shared/versioned-item.ts";
import type { BreakerDeps } from "../deps.ts";

interface Indexed extends Omit<FailedEntry, "id"> {
	readonly pk: string;
}

function indexed(cause: DeadCause, item: Record<string, unknown>): Indexed {
	const { [TABLE.key]: pk, [TABLE.deadAt]: at, producer, reply } = item;
	return {
		pk: String(pk),
		cause,
		at: Number(at),
		producer: String(producer ?? "unknown"),
		said: String(reply ?? ""),
	};
}

/** With its id, and for what has no row of a message the sentence: both are in its own row. */
async function entryOf(
	{ pk, ...one }: Indexed,
	{ client, tableName }: Pick<ItemTable, "client" | "tableName">,
): Promise<FailedEntry> {
	const id = placeIn(pk)?.id;
	if (id !== undefined) return { ...one, id };
	const { Item = {} } = await client.send(
		new GetItemCommand({ TableName: tableName, Key: marshall({ pk }) }),
	);
	const { key = pk, problems = [] }: Partial<DeadLetterFacts> =
		unmarshall(Item).facts ?? {};
	return { ...one, id: key, said: one.said || (problems[0]?.sentence ?? "") };
}

/** Dead letters as the table's sparse index has them: nobody has to look into the queue itself. */
export function createDeadLetterIndex(
	options: ItemTable,
): BreakerDeps["deadLetters"] {
	const { client, tableName, report } = options;
	const query = (cause: string, since: number) => ({
		TableName: tableName,
		IndexName: TABLE.deadLetterIndex,
		KeyConditionExpression: "#cause = :cause AND #at > :since",
		ExpressionAttributeNames: {
			"#cause": TABLE.deadCause,
			"#at": TABLE.deadAt,
		},
		ExpressionAttributeValues: marshall({ ":cause": cause, ":since": since }),
	});
	const oldestOf = async (cause: string, since: number) => {
		const { Items = [] } = await client.send(
			new QueryCommand({ ...query(cause, since), Limit: 1 }),
		);
		const [item] = Items;
		return item === undefined ? [] : [Number(unmarshall(item)[TABLE.deadAt])];
	};
	const newestOf = async (cause: DeadCause, count: number) => {
		const { Items = [] } = await client.send(
			new QueryCommand({
				...query(cause, 0),
				Limit: count,
				ScanIndexForward: false,
			}),
		);
		return Items.map((item) => indexed(cause, unmarshall(item)));
	};
	const countOf = async (cause: string): Promise<number> => {
		let total = 0;
		let from: Record<string, never> | undefined;
		do {
			const { Count = 0, LastEvaluatedKey } = await client.send(
				new QueryCommand({
					...query(cause, 0),
					Select: "COUNT",
					ExclusiveStartKey: from,
				}),
			);
			total += Count;
			from = LastEvaluatedKey as typeof from;
		} while (from !== undefined);
		return total;
	};
	return {
		oldest: (since) =>
			attempt(async () => {
				const times = await Promise.all(
					DEAD_CAUSES.map((cause) => oldestOf(cause, since)),
				);
				const all = times.flat();
				return all.length === 0 ? undefined : Math.min(...all);
			}, report),
		newest: (count) =>
			attempt(async () => {
				const lists = await Promise.all(
					DEAD_CAUSES.map((cause) => newestOf(cause, count)),
				);
				const newest = lists
					.flat()
					.toSorted((a, b) => b.at - a.at)
					.slice(0, count);
				return Promise.all(newest.map((one) => entryOf(one, options)));
			}, report),
		byCause: () =>
			attempt(async () => {
				const counts = await Promise.all(
					DEAD_CAUSES.map(
						async (cause) => [cause, await countOf(cause)] as const,
					),
				);
				return Object.fromEntries(counts.filter(([, count]) => count > 0));
			}, report),
	};
}
