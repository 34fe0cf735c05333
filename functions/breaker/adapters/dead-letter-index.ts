import { type DynamoDBClient, QueryCommand } from "@aws-sdk/client-dynamodb";
import { marshall, unmarshall } from "@aws-sdk/util-dynamodb";
import { TABLE } from "../../../core/contract.ts";
import { DEAD_CAUSES } from "../../../core/delivery/causes.ts";
import { attempt } from "../../shared/aws-failure.ts";
import type { BreakerDeps } from "../deps.ts";

/** Dead letters as the table's sparse index has them: nobody has to look into the queue itself. */
export function createDeadLetterIndex(options: {
	readonly client: DynamoDBClient;
	readonly tableName: string;
	readonly report: (error: unknown) => void;
}): BreakerDeps["deadLetters"] {
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
