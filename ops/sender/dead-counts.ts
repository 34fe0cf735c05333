import { QueryCommand } from "@aws-sdk/client-dynamodb";
import { marshall } from "@aws-sdk/util-dynamodb";
import { TABLE } from "../../core/contract.ts";
import { DEAD_CAUSES } from "../../core/delivery/causes.ts";
import type { Target } from "./target.ts";

/** Dead letters by cause that came after `since` (epoch ms), as the table's index has them. */
export async function countDead(
	target: Target,
	since: number,
): Promise<Readonly<Record<string, number>>> {
	const counts = await Promise.all(
		DEAD_CAUSES.map(
			async (cause) => [cause, await countOf(target, cause, since)] as const,
		),
	);
	return Object.fromEntries(counts.filter(([, count]) => count > 0));
}

async function countOf(
	{ dynamo, sender }: Target,
	cause: string,
	since: number,
): Promise<number> {
	let total = 0;
	let from: Record<string, never> | undefined;
	do {
		const { Count = 0, LastEvaluatedKey } = await dynamo.send(
			new QueryCommand({
				TableName: sender.tableName,
				IndexName: TABLE.deadLetterIndex,
				KeyConditionExpression: "#cause = :cause AND #at > :since",
				ExpressionAttributeNames: {
					"#cause": TABLE.deadCause,
					"#at": TABLE.deadAt,
				},
				ExpressionAttributeValues: marshall({
					":cause": cause,
					":since": since,
				}),
				Select: "COUNT",
				ExclusiveStartKey: from,
			}),
		);
		total += Count;
		from = LastEvaluatedKey as typeof from;
	} while (from !== undefined);
	return total;
}
