import { paginateScan } from "@aws-sdk/client-dynamodb";
import { marshall } from "@aws-sdk/util-dynamodb";
import { OTHERS, PRODUCER_NAMES_KEY, TABLE } from "../../core/contract.ts";
import { producerNamesOf } from "../../core/delivery/producer-names.ts";
import { nearest } from "../../core/nearest.ts";
import { usedOf } from "../../core/quota/window.ts";
import { readTableItem } from "./readings.ts";
import { readQuota } from "./sender-state.ts";
import type { Target } from "./target.ts";

const DAY_MS = 86_400_000;
const MOST_SHOWN = 8;

/** Reports that no mail of a producer was seen in 24 hours, and lists the known producers; undefined for a known producer. */
export async function strangerText(
	target: Target,
	producer: string,
	now: number,
): Promise<string | undefined> {
	const { byProducer } = usedOf(await readQuota(target), now);
	const senders = Object.keys(byProducer).filter((name) => name !== OTHERS);
	if (senders.includes(producer)) return undefined;
	const tried = await readProducers(target, now - DAY_MS);
	if (tried.includes(producer)) return undefined;
	const { names } = producerNamesOf(
		await readTableItem(target, PRODUCER_NAMES_KEY),
	);
	const known = [
		...new Set([...senders, ...tried, ...Object.values(names).flat()]),
	];
	const like = nearest(producer, known);
	const shown = known.toSorted().slice(0, MOST_SHOWN).join(", ");
	return `No mail of ${producer} was seen in 24 h; known producers: ${shown || "none"}.${like === undefined || like === producer ? "" : ` Did you mean ${like}?`}`;
}

/** Producers whose messages were tried or given up since then, whatever the outcome. */
async function readProducers(
	{ dynamo, sender }: Target,
	since: number,
): Promise<readonly string[]> {
	const producers = new Set<string>();
	for await (const { Items = [] } of paginateScan(
		{ client: dynamo },
		{
			TableName: sender.tableName,
			ProjectionExpression: "#producer",
			FilterExpression: "attribute_exists(#producer) AND #at >= :since",
			ExpressionAttributeNames: {
				"#producer": "producer",
				"#at": TABLE.updatedAt,
			},
			ExpressionAttributeValues: marshall({ ":since": since }),
		},
	))
		for (const { producer } of Items) producers.add(producer?.S ?? "");
	return [...producers];
}
