import {
	type DynamoDBClient,
	GetItemCommand,
	PutItemCommand,
} from "@aws-sdk/client-dynamodb";
import { marshall } from "@aws-sdk/util-dynamodb";
import { TABLE } from "../../../core/contract.ts";
import { DOUBT } from "../../../core/delivery/causes.ts";
import {
	isDoubted,
	type LedgerRow,
	withTimesCut,
} from "../../../core/delivery/ledger-row.ts";
import { ITEM_FORMAT } from "../../../core/item-format.ts";
import { attempt, attemptWrite } from "../../shared/aws-failure.ts";
import { itemToWrite } from "../../shared/item-to-write.ts";
import { readItem } from "../../shared/read-item.ts";
import type { DeadRow, LedgerExtra, SendingDeps } from "../deps.ts";

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

	const put = async (item: Record<string, unknown>, condition: object = {}) =>
		client.send(
			new PutItemCommand({
				TableName,
				Item: itemToWrite({
					...item,
					v: ITEM_FORMAT,
					updatedAt: now(),
					[TABLE.ttl]: Math.floor(now() / 1000) + ledgerSeconds,
				}),
				...condition,
			}),
		);
	const itemOf = (at: string, row: LedgerRow, extra: LedgerExtra = {}) => {
		const { deadCause = isDoubted(row) ? DOUBT : undefined, ...others } = extra;
		const { state, writtenAt: _before, ...rest } = row;
		const { kind, ...details } = state;
		return {
			[TABLE.key]: at,
			state: kind,
			details,
			...rest,
			...others,
			...(deadCause === undefined
				? {}
				: { [TABLE.deadCause]: deadCause, [TABLE.deadAt]: now() }),
		};
	};

	const get = async (at: string) => {
		const { Item } = await client.send(
			new GetItemCommand({
				TableName,
				Key: marshall({ [TABLE.key]: at }),
				ConsistentRead: true,
			}),
		);
		if (Item === undefined) return undefined;
		const item = readItem(Item);
		// TTL deletes late; an item past its time is gone.
		return Number(item[TABLE.ttl]) * 1000 <= now() ? undefined : item;
	};

	return {
		read: (at) =>
			attempt(async () => {
				const item = await get(at);
				return item && withTimesCut(rowOf(item), now());
			}, report),
		readDead: (at) =>
			attempt(async () => {
				const { facts, space, hash, sentAt, isReplaced } =
					(await get(at)) ?? {};
				// An operator's command may have made one, which has no body.
				return space === undefined
					? undefined
					: ({ facts, space, hash, sentAt, isReplaced } as DeadRow);
			}, report),
		begin: (at, row) =>
			attemptWrite(
				() =>
					put(itemOf(at, row), {
						ConditionExpression: "attribute_not_exists(#pk) OR #ttl <= :now",
						ExpressionAttributeNames: { "#pk": TABLE.key, "#ttl": TABLE.ttl },
						ExpressionAttributeValues: marshall({
							":now": Math.floor(now() / 1000),
						}),
					}),
				report,
			),
		write: (at, row, lastOwner, extra) =>
			attemptWrite(
				() =>
					put(itemOf(at, row, extra), {
						ConditionExpression: "lastOwner = :owner AND #state <> :sent",
						ExpressionAttributeNames: { "#state": "state" },
						ExpressionAttributeValues: marshall({
							":owner": lastOwner,
							":sent": "SENT",
						}),
					}),
				report,
			),
		sent: (at, row, extra) =>
			attemptWrite(() => put(itemOf(at, row, extra)), report),
		writeDead: (at, { facts, ...row }) =>
			attemptWrite(
				() =>
					put({
						[TABLE.key]: at,
						facts,
						...row,
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
		updatedAt: writtenAt,
		reply: _reply,
		discarded: _discarded,
		state: kind,
		details,
		...row
	} = item;
	return {
		...row,
		writtenAt,
		state: { kind, ...(details as object) },
	} as LedgerRow;
}
