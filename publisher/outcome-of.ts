import { DynamoDBClient, GetItemCommand } from "@aws-sdk/client-dynamodb";
import { TABLE, tableKey } from "../functions/send-email/contract.ts";
import type { DeadCause } from "../functions/send-email/domain/causes.ts";
import type { Receipt } from "./send-email.ts";
import { needed, type PublisherOptions } from "./settings.ts";

/** What is known of a message. */
export type Outcome =
	/** Not seen yet: it waits in the queue, or was never sent there, or has been forgotten. */
	| { readonly kind: "unknown" }
	| {
			/**
			 * `waiting` for its next try, `sending`, `sent`: Google took it, `expired` by its notAfter,
			 * `in-doubt`: nobody knows whether Google took it.
			 */
			readonly kind: "waiting" | "sending" | "sent" | "expired" | "in-doubt";
			readonly at: Date;
	  }
	/** In the dead-letter queue, for this cause. */
	| { readonly kind: "failed"; readonly cause: DeadCause; readonly at: Date };

/**
 * Asks the sender's state table what became of a message. Needs `grantReadOutcomes`.
 *
 * @param message Its id; better the receipt, which also finds one that was refused as it was.
 */
export async function outcomeOf(
	message: string | Receipt,
	options: PublisherOptions = {},
): Promise<Outcome> {
	const tableName = needed("tableName", options, "ask for an outcome");
	const client = options.dynamo ?? new DynamoDBClient();
	const { id, messageId } =
		typeof message === "string" ? { id: message, messageId: "" } : message;
	try {
		const own = await read(client, tableName, tableKey.message(id));
		if (own !== undefined || messageId === "") return own ?? UNKNOWN;
		return (await read(client, tableName, tableKey.dead(messageId))) ?? UNKNOWN;
	} finally {
		if (options.dynamo === undefined) client.destroy();
	}
}

const UNKNOWN: Outcome = { kind: "unknown" };

async function read(
	client: DynamoDBClient,
	tableName: string,
	key: string,
): Promise<Outcome | undefined> {
	// These attributes and no others may be read.
	const { Item } = await client.send(
		new GetItemCommand({
			TableName: tableName,
			Key: { [TABLE.key]: { S: key } },
			ConsistentRead: true,
			ProjectionExpression: "#state, #cause, #at",
			ExpressionAttributeNames: {
				"#state": "state",
				"#cause": TABLE.deadCause,
				"#at": "updatedAt",
			},
		}),
	);
	if (Item === undefined) return undefined;
	const cause = Item[TABLE.deadCause]?.S as DeadCause | undefined;
	const at = new Date(Number(Item.updatedAt?.N ?? 0));
	// A refused message without a row of its own has a cause, but no state.
	return outcome(Item.state?.S ?? "FAILED", cause, at);
}

function outcome(
	state: string,
	cause: DeadCause | undefined,
	at: Date,
): Outcome {
	switch (state) {
		case "SENDING":
			return { kind: "sending", at };
		case "WAITING":
			return { kind: "waiting", at };
		case "SENT":
			return { kind: "sent", at };
		case "EXPIRED":
			return { kind: "expired", at };
		case "MAYBE_SENT":
			return { kind: "in-doubt", at };
		default:
			return cause === "in-doubt"
				? { kind: "in-doubt", at }
				: { kind: "failed", cause: cause ?? "bad-message", at };
	}
}
