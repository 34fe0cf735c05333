import {
	type DynamoDBClient,
	GetItemCommand,
	PutItemCommand,
} from "@aws-sdk/client-dynamodb";
import { marshall } from "@aws-sdk/util-dynamodb";
import { TABLE, tableKey } from "../../../core/contract.ts";
import {
	type LedgerRow,
	withTimesCut,
} from "../../../core/delivery/ledger-row.ts";
import { ITEM_FORMAT } from "../../../core/item-format.ts";
import { attempt, attemptWrite } from "../../shared/aws-failure.ts";
import { readItem } from "../../shared/read-item.ts";
import type { LedgerExtra, SendingDeps } from "../deps.ts";

/** The ledger in the state table: one item per idempotency key, written whole. */
export function createLedgerTable(options: {
	readonly client: DynamoDBClient;
	readonly tableName: string;
	/** Seconds an item outlives its last write. */
	readonly ledgerSeconds: number;
	readonly now: () => number;
	readonly report: (error: unknown) => void;
}): SendingDeps["ledger"] {
	const { client, tableName: TableName, ledgerSeconds, now, report } = options;

	const put = (item: Record<string, unknown>, condition: object = {}) =>
		client.send(
			new PutItemCommand({
				TableName,
				Item: marshall(
					{
						...item,
						v: ITEM_FORMAT,
						updatedAt: now(),
						[TABLE.ttl]: Math.floor(now() / 1000) + ledgerSeconds,
					},
					{ removeUndefinedValues: true },
				),
				...condition,
			}),
		);
	const itemOf = (key: string, row: LedgerRow, extra: LedgerExtra = {}) => {
		const { deadCause, ...others } = extra;
		const { state, ...rest } = row;
		const { kind, ...details } = state;
		return {
			[TABLE.key]: tableKey.message(key),
			state: kind,
			details,
			...rest,
			...others,
			...(deadCause === undefined
				? {}
				: { [TABLE.deadCause]: deadCause, [TABLE.deadAt]: now() }),
		};
	};

	return {
		read: (key) =>
			attempt(async () => {
				const { Item } = await client.send(
					new GetItemCommand({
						TableName,
						Key: marshall({ [TABLE.key]: tableKey.message(key) }),
						ConsistentRead: true,
					}),
				);
				if (Item === undefined) return undefined;
				const item = readItem(Item);
				// TTL deletes late; an item past its time is gone.
				return Number(item[TABLE.ttl]) * 1000 <= now()
					? undefined
					: withTimesCut(rowOf(item), now());
			}, report),
		begin: (key, row) =>
			attemptWrite(
				() =>
					put(itemOf(key, row), {
						ConditionExpression: "attribute_not_exists(#pk) OR #ttl <= :now",
						ExpressionAttributeNames: { "#pk": TABLE.key, "#ttl": TABLE.ttl },
						ExpressionAttributeValues: marshall({
							":now": Math.floor(now() / 1000),
						}),
					}),
				report,
			),
		write: (key, row, lastOwner, extra) =>
			attemptWrite(
				() =>
					put(itemOf(key, row, extra), {
						ConditionExpression: "lastOwner = :owner AND #state <> :sent",
						ExpressionAttributeNames: { "#state": "state" },
						ExpressionAttributeValues: marshall({
							":owner": lastOwner,
							":sent": "SENT",
						}),
					}),
				report,
			),
		sent: (key, row, extra) =>
			attemptWrite(() => put(itemOf(key, row, extra)), report),
		dead: (sqsMessageId, facts) =>
			attemptWrite(
				() =>
					put({
						[TABLE.key]: tableKey.dead(sqsMessageId),
						facts,
						failure: facts.failure,
						producer: facts.producer,
						[TABLE.deadCause]: facts.cause,
						[TABLE.deadAt]: now(),
					}),
				report,
			),
	};
}

/** A row without what stands beside it in its item. */
function rowOf(item: Record<string, unknown>): LedgerRow {
	const {
		[TABLE.key]: _key,
		[TABLE.ttl]: _ttl,
		[TABLE.deadCause]: _cause,
		[TABLE.deadAt]: _deadAt,
		v: _format,
		updatedAt: _at,
		reply: _reply,
		discarded: _discarded,
		state: kind,
		details,
		...row
	} = item;
	return { ...row, state: { kind, ...(details as object) } } as LedgerRow;
}
