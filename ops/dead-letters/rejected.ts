import { paginateScan, UpdateItemCommand } from "@aws-sdk/client-dynamodb";
import { marshall } from "@aws-sdk/util-dynamodb";
import { TABLE } from "../../core/contract.ts";
import type { DeadCause } from "../../core/delivery/causes.ts";
import { readIndex } from "../sender/dead-index.ts";
import type { Target } from "../sender/target.ts";
import {
	type Discarded,
	listRejected,
	type RejectedRow,
	readRejected,
} from "./ledger.ts";
import type { DeadLetterCopy } from "./sweep.ts";

/** Causes of messages that never get a row in the ledger. */
export const REJECTIONS: readonly DeadCause[] = [
	"bad-message",
	"key-reused",
	"unreadable",
	"no-route",
	"loop",
];

/** The row of a dead letter that has none in the ledger, while the index counts it. */
export async function rejectedRowOf(
	target: Target,
	{ facts }: DeadLetterCopy,
): Promise<RejectedRow | undefined> {
	if (facts === undefined || !REJECTIONS.includes(facts.cause))
		return undefined;
	const [row] = await readRejected(target, [facts.row]);
	return row?.deadAt === undefined ? undefined : row;
}

/** Every such row that is still counted as a dead letter, and can be read. */
export async function readAllRejected(
	target: Target,
): Promise<readonly RejectedRow[]> {
	const entries = await readIndex(target, { causes: REJECTIONS });
	const pks = entries.map(({ pk }) => pk);
	return (await listRejected(target, pks)).rows;
}

/** Discarded rows of messages with this id: the index no longer contains them, so the table is scanned. */
export async function findDiscarded(
	target: Target,
	id: string,
): Promise<readonly RejectedRow[]> {
	const pks: string[] = [];
	for await (const { Items = [] } of paginateScan(
		{ client: target.dynamo },
		{
			TableName: target.sender.tableName,
			ProjectionExpression: "#pk",
			FilterExpression: "attribute_exists(#discarded) AND #facts.#key = :id",
			ExpressionAttributeNames: {
				"#pk": TABLE.key,
				"#discarded": "discarded",
				"#facts": "facts",
				"#key": "key",
			},
			ExpressionAttributeValues: marshall({ ":id": id }),
		},
	))
		pks.push(...Items.map(({ [TABLE.key]: pk }) => pk?.S ?? ""));
	return readRejected(target, pks);
}

/** Removes a row from the index: it is no longer a dead letter. */
export async function closeRejected(
	{ dynamo, sender }: Target,
	{ pk }: RejectedRow,
	discarded?: Discarded,
): Promise<void> {
	await dynamo
		.send(
			new UpdateItemCommand({
				TableName: sender.tableName,
				Key: { [TABLE.key]: { S: pk } },
				UpdateExpression: `${discarded === undefined ? "" : "SET discarded = :discarded "}REMOVE #cause, #at`,
				ConditionExpression: "attribute_exists(#pk)",
				ExpressionAttributeNames: {
					"#pk": TABLE.key,
					"#cause": TABLE.deadCause,
					"#at": TABLE.deadAt,
				},
				...(discarded === undefined
					? {}
					: {
							ExpressionAttributeValues: marshall({ ":discarded": discarded }),
						}),
			}),
		)
		.catch((error) => {
			// It has expired in the meantime: closed as well.
			if (error.name !== "ConditionalCheckFailedException") throw error;
		});
}
