import type { AttributeValue } from "@aws-sdk/client-dynamodb";
import { TABLE, tableKey } from "../core/contract.ts";
import type { DeadCause } from "../core/delivery/causes.ts";
import type { EmailOutcome } from "./email-outcome.ts";
import { fakeInPlace } from "./fake-in-place.ts";
import { notLoaded } from "./not-loaded.ts";
import type { Receipt } from "./send-email.ts";
import { needed, type PublisherOptions } from "./settings.ts";

/**
 * Asks the sender's state table what became of a message. Needs `grantReadOutcomes`.
 *
 * @param message Its id; better the receipt, which also finds one that was refused as it was.
 * @throws Error when it is not known where the table is, and whatever DynamoDB throws.
 */
export async function outcomeOf(
	message: string | Receipt,
	options: PublisherOptions = {},
): Promise<EmailOutcome> {
	const fake = fakeInPlace();
	if (fake !== undefined) {
		return fake.outcomeOf(typeof message === "string" ? message : message.id);
	}
	const tableName = needed("tableName", options, "ask for an outcome");
	const producer = needed("producer", options, "ask for an outcome");
	// Only who asks needs this client.
	const { DynamoDBClient, GetItemCommand } = await import(
		"@aws-sdk/client-dynamodb"
	).catch(notLoaded("@aws-sdk/client-dynamodb", "ask for an outcome"));
	const client = options.dynamo ?? new DynamoDBClient();
	const read = async (key: string): Promise<Row | undefined> => {
		const { Item } = await client.send(
			new GetItemCommand({
				TableName: tableName,
				Key: { [TABLE.key]: { S: key } },
				ConsistentRead: true,
				...ATTRIBUTES,
			}),
		);
		return Item === undefined ? undefined : rowOf(Item);
	};
	try {
		return await find(message, producer, read);
	} finally {
		if (options.dynamo === undefined) client.destroy();
	}
}

// `grantReadOutcomes` lets these be read, and no others.
const ATTRIBUTES = {
	ProjectionExpression: "#state, #cause, #at",
	ExpressionAttributeNames: {
		"#state": TABLE.state,
		"#cause": TABLE.deadCause,
		"#at": TABLE.updatedAt,
	},
};

interface Row {
	readonly state: string | undefined;
	readonly cause: DeadCause | undefined;
	readonly at: Date;
}

async function find(
	message: string | Receipt,
	producer: string,
	read: (key: string) => Promise<Row | undefined>,
): Promise<EmailOutcome> {
	if (typeof message === "string") {
		return outcomeOfRow(await read(tableKey.message(producer, message)));
	}
	const [row, refused] = await Promise.all([
		read(tableKey.message(producer, message.id)),
		read(tableKey.dead(message.messageId)),
	]);
	// The id's row is another message's then.
	if (refused?.cause === "key-reused") return outcomeOfRow(refused);
	return outcomeOfRow(row ?? refused);
}

function rowOf(item: Readonly<Record<string, AttributeValue>>): Row {
	return {
		state: item[TABLE.state]?.S,
		cause: item[TABLE.deadCause]?.S as DeadCause | undefined,
		at: new Date(Number(item[TABLE.updatedAt]?.N ?? 0)),
	};
}

function outcomeOfRow(row: Row | undefined): EmailOutcome {
	if (row === undefined) return { kind: "unknown" };
	const { state = "FAILED", cause, at } = row;
	const kind = KINDS.get(state);
	if (kind !== undefined) return { kind, at };
	// A refused message without a row of its own has no state.
	return cause === "in-doubt"
		? { kind: "in-doubt", at }
		: { kind: "failed", cause, at };
}

type SettledKind = Exclude<EmailOutcome["kind"], "unknown" | "failed">;
const KINDS: ReadonlyMap<string, SettledKind> = new Map([
	["WAITING", "waiting"],
	["SENDING", "sending"],
	["SENT", "sent"],
	["EXPIRED", "expired"],
	["MAYBE_SENT", "in-doubt"],
]);
