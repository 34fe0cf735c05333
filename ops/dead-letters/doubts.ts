import { paginateScan } from "@aws-sdk/client-dynamodb";
import { marshall } from "@aws-sdk/util-dynamodb";
import { TABLE } from "../../core/contract.ts";
import { readItem } from "../sender/read-item.ts";
import type { Target } from "../sender/target.ts";
import { type MessageRow, messageRowOf } from "./ledger.ts";

/** One message that Google may have accepted although no reply arrived. */
export interface Doubt {
	readonly id: string;
	/** Key of its row. */
	readonly row: string;
	readonly producer: string;
	/** Epoch ms at which its row was last written. */
	readonly at: number;
	readonly state: string;
}

const READ = [
	TABLE.key,
	TABLE.state,
	TABLE.updatedAt,
	"v",
	"details",
	"producer",
	"doubted",
	"resends",
	"discarded",
	"resolved",
];

/** Doubts since then (epoch ms), including settled ones, and all that wait for another try; newest first. */
export async function readDoubts(
	{ dynamo, sender }: Target,
	since: number,
): Promise<readonly Doubt[]> {
	const rows: MessageRow[] = [];
	for await (const { Items = [] } of paginateScan(
		{ client: dynamo },
		{
			TableName: sender.tableName,
			ConsistentRead: true,
			FilterExpression:
				"#state = :maybe OR (#updatedAt >= :since AND (#doubted = :true OR #resends > :none OR attribute_exists(#resolved)))",
			ProjectionExpression: READ.map((name) => `#${name}`).join(", "),
			ExpressionAttributeNames: Object.fromEntries(
				READ.map((name) => [`#${name}`, name]),
			),
			ExpressionAttributeValues: marshall({
				":maybe": "MAYBE_SENT",
				":since": since,
				":true": true,
				":none": 0,
			}),
		},
	))
		rows.push(...Items.map((item) => messageRowOf(readItem(item))));
	return rows
		.toSorted((a, b) => b.updatedAt - a.updatedAt)
		.map((row) => ({
			id: row.key,
			row: row.at,
			producer: row.producer,
			at: row.updatedAt,
			state: stateOf(row),
		}));
}

function stateOf(row: MessageRow): string {
	const { state, resolved } = row;
	if (resolved === undefined) return openStateOf(row);
	const { who, verdict } = resolved;
	if (verdict === "sent") return `resolved by ${who}: it was sent`;
	return state.kind === "SENT"
		? `resolved by ${who}: it was sent again`
		: `resolved by ${who} to be sent again; ${openStateOf(row)}`;
}

function openStateOf({ state, discarded }: MessageRow): string {
	switch (state.kind) {
		case "SENT":
			return "sent again; the recipient may have it twice";
		case "MAYBE_SENT":
			return "waits for its second try";
		case "FAILED":
			return discarded === undefined
				? `in the dead-letter queue as ${state.cause}`
				: `discarded by ${discarded.who}: ${discarded.reason}`;
		case "SENDING":
			return "is being tried again";
		case "WAITING":
			return "was refused when it was tried again; waits for its next try";
		case "EXPIRED":
			return "expired";
	}
}
