import { paginateScan } from "@aws-sdk/client-dynamodb";
import { marshall, unmarshall } from "@aws-sdk/util-dynamodb";
import type { DeadLetterFacts } from "../../core/delivery/dead-letter.ts";
import type { Target } from "../sender/target.ts";
import type { Discarded } from "./ledger.ts";

/** A dead letter that somebody discarded. */
export interface DiscardOnRecord extends Discarded {
	readonly cause: string;
}

interface Item {
	readonly discarded: Discarded;
	readonly details?: { readonly cause?: string };
	readonly facts?: Pick<DeadLetterFacts, "cause">;
}

/** Every discard since then (epoch ms), the oldest first. */
export async function readDiscards(
	{ dynamo, sender }: Target,
	since: number,
): Promise<readonly DiscardOnRecord[]> {
	const found: DiscardOnRecord[] = [];
	for await (const { Items = [] } of paginateScan(
		{ client: dynamo },
		{
			TableName: sender.tableName,
			FilterExpression: "#discarded.#at >= :since",
			ProjectionExpression: "#discarded, #details, #facts",
			ExpressionAttributeNames: {
				"#discarded": "discarded",
				"#at": "at",
				"#details": "details",
				"#facts": "facts",
			},
			ExpressionAttributeValues: marshall({
				":since": new Date(since).toISOString(),
			}),
		},
	)) {
		for (const item of Items) {
			const { discarded, details, facts } = unmarshall(item) as Item;
			const cause = details?.cause ?? facts?.cause ?? "unknown";
			found.push({ ...discarded, cause });
		}
	}
	return found.toSorted((a, b) => (a.at < b.at ? -1 : 1));
}
