import {
	type AttributeValue,
	BatchGetItemCommand,
} from "@aws-sdk/client-dynamodb";
import { TABLE } from "../../core/contract.ts";
import type { DeadCause } from "../../core/delivery/causes.ts";
import type { DeadLetterFacts } from "../../core/delivery/dead-letter.ts";
import type { LedgerRow } from "../../core/delivery/ledger-row.ts";
import { placeIn } from "../../core/delivery/space.ts";
import { readItem } from "../sender/read-item.ts";
import { Misuse, type Target } from "../sender/target.ts";
import { attempt } from "./skipped.ts";

/** Who discarded a dead letter, and why. */
export interface Discarded {
	readonly who: string;
	readonly reason: string;
	/** ISO time. */
	readonly at: string;
}

/** Who resolved a doubt, and how: the message was sent after all, or is sent again. */
export interface Resolved {
	readonly who: string;
	readonly verdict: "sent" | "resend";
	/** ISO time. */
	readonly at: string;
}

/** The row of a message, as an operator sees it. */
export interface MessageRow extends LedgerRow {
	/** Idempotency key: the id. */
	readonly key: string;
	/** Key of the row in the table. */
	readonly at: string;
	readonly producer: string;
	/** The last reply from Google. */
	readonly reply: string | undefined;
	readonly deadCause: DeadCause | undefined;
	/** Epoch ms. */
	readonly deadAt: number | undefined;
	readonly updatedAt: number;
	readonly discarded: Discarded | undefined;
	/** The function keeps it when it writes the row. */
	readonly resolved: Resolved | undefined;
	/** By index of the recipient; see `find`. */
	readonly recipientHashes: readonly string[];
}

/** The row of a dead letter that has none in the ledger: it is unreadable, or its key belongs to another message. */
export interface RejectedRow {
	/** Partition key in the table. */
	readonly pk: string;
	readonly facts: DeadLetterFacts;
	readonly deadAt: number | undefined;
	readonly discarded: Discarded | undefined;
}

type Item = Record<string, AttributeValue>;

const MOST_PER_READ = 100;

/** Reads the ledger rows with these keys, consistently. @returns them by key */
export async function readMessages(
	target: Target,
	places: readonly string[],
): Promise<ReadonlyMap<string, MessageRow>> {
	const items = await readItems(target, places);
	return new Map(
		items.map((item) => {
			const row = messageRowOf(readItem(item));
			return [row.at, row];
		}),
	);
}

/** Rows of dead letters without a ledger row; those of messages are left out. @throws Misuse when one cannot be read */
export async function readRejected(
	target: Target,
	pks: readonly string[],
): Promise<readonly RejectedRow[]> {
	const { rows, faults } = await listRejected(target, pks);
	for (const fault of faults.values()) throw new Misuse(fault);
	return rows;
}

/** The same, with the fault of each row that cannot be read, by its key. */
export async function listRejected(
	target: Target,
	pks: readonly string[],
): Promise<{
	readonly rows: readonly RejectedRow[];
	readonly faults: ReadonlyMap<string, string>;
}> {
	const rows: RejectedRow[] = [];
	const faults = new Map<string, string>();
	const own = pks.filter((pk) => keyOfMessage(pk) === undefined);
	for (const item of await readItems(target, own)) {
		const pk = item[TABLE.key]?.S ?? "";
		const read = await attempt(pk, async () => readItem(item));
		if ("skipped" in read) {
			faults.set(pk, read.skipped.why);
			continue;
		}
		const { facts, [TABLE.deadAt]: deadAt, discarded } = read.value;
		rows.push({ pk, facts, deadAt, discarded } as RejectedRow);
	}
	return { rows, faults };
}

/** Id of the message whose row has this partition key; undefined when it is not the row of a message. */
export function keyOfMessage(pk: string): string | undefined {
	return placeIn(pk)?.id;
}

/** Reads a ledger item of the table. */
export function messageRowOf(item: Record<string, unknown>): MessageRow {
	const { [TABLE.key]: pk, state, details, ...rest } = item;
	return {
		producer: "unknown",
		recipientHashes: [],
		...rest,
		key: keyOfMessage(String(pk)) ?? String(pk),
		at: String(pk),
		state: { kind: state, ...(details as object) },
	} as unknown as MessageRow;
}

async function readItems(
	{ dynamo, sender: { tableName } }: Target,
	pks: readonly string[],
): Promise<readonly Item[]> {
	const items: Item[] = [];
	let left: Item[] = [...new Set(pks)].map((pk) => ({
		[TABLE.key]: { S: pk },
	}));
	while (left.length > 0) {
		const { Responses = {}, UnprocessedKeys = {} } = await dynamo.send(
			new BatchGetItemCommand({
				RequestItems: {
					[tableName]: {
						Keys: left.slice(0, MOST_PER_READ),
						ConsistentRead: true,
					},
				},
			}),
		);
		items.push(...(Responses[tableName] ?? []));
		left = [
			...left.slice(MOST_PER_READ),
			...(UnprocessedKeys[tableName]?.Keys ?? []),
		];
	}
	return items;
}
