import { PutItemCommand, UpdateItemCommand } from "@aws-sdk/client-dynamodb";
import { marshall } from "@aws-sdk/util-dynamodb";
import { TABLE, tableKey } from "../../core/contract.ts";
import type { LedgerRow } from "../../core/delivery/ledger-row.ts";
import { ITEM_FORMAT } from "../../core/item-format.ts";
import type { Target } from "../sender/target.ts";
import type { Discarded, MessageRow, Resolved } from "./ledger.ts";
import type { DeadLetterCopy } from "./sweep.ts";

/**
 * Writes the decision of an operator about a message, if its row has not changed since it was read.
 * The message is no longer a dead letter unless `deadLetter` is set.
 * @returns whether it was written.
 */
export async function writeDecision(
	{ dynamo, sender }: Target,
	read: MessageRow,
	next: LedgerRow,
	options: {
		readonly now: number;
		readonly discarded?: Discarded;
		readonly resolved?: Resolved;
		readonly deadLetter?: boolean;
	},
): Promise<boolean> {
	const { now, discarded, resolved, deadLetter = false } = options;
	const { kind, ...details } = next.state;
	const cause = next.state.kind === "FAILED" ? next.state.cause : undefined;
	const set = {
		state: kind,
		details,
		doubted: next.doubted,
		resends: next.resends,
		failure: next.failure,
		progress: next.progress,
		updatedAt: now,
		...(discarded === undefined ? {} : { discarded }),
		...(resolved === undefined ? {} : { resolved }),
		...(deadLetter && cause !== undefined ? { [TABLE.deadCause]: cause } : {}),
	};
	const names = Object.keys(set);
	try {
		await dynamo.send(
			new UpdateItemCommand({
				TableName: sender.tableName,
				Key: { [TABLE.key]: { S: read.at } },
				UpdateExpression: `SET ${names.map((name) => `#${name} = :${name}`).join(", ")}${deadLetter ? "" : " REMOVE #deadCause, #deadAt"}`,
				// The owner changes with every claim, the number with every failure.
				ConditionExpression:
					"lastOwner = :readOwner AND #state = :readState AND #failure = :readFailure",
				ExpressionAttributeNames: {
					...Object.fromEntries(names.map((name) => [`#${name}`, name])),
					...(deadLetter
						? {}
						: { "#deadCause": TABLE.deadCause, "#deadAt": TABLE.deadAt }),
				},
				ExpressionAttributeValues: marshall(
					{
						...Object.fromEntries(
							Object.entries(set).map(([name, value]) => [`:${name}`, value]),
						),
						":readOwner": read.lastOwner,
						":readState": read.state.kind,
						":readFailure": read.failure,
					},
					{ removeUndefinedValues: true },
				),
			}),
		);
		return true;
	} catch (error) {
		if (
			error instanceof Error &&
			error.name === "ConditionalCheckFailedException"
		)
			return false;
		throw error;
	}
}

/** A row outlives everything that may still be in a queue. */
const KEPT_SECONDS = 30 * 86_400;

/** Writes a row for a message that has none in the ledger. The index does not count it as a dead letter. */
export async function writeDeadRow(
	{ dynamo, sender }: Target,
	{ sqsMessageId }: Pick<DeadLetterCopy, "sqsMessageId">,
	row: Readonly<Record<string, unknown>> & { readonly updatedAt: number },
): Promise<void> {
	await dynamo.send(
		new PutItemCommand({
			TableName: sender.tableName,
			Item: marshall(
				{
					[TABLE.key]: tableKey.dead(sqsMessageId),
					v: ITEM_FORMAT,
					...row,
					[TABLE.ttl]: Math.floor(row.updatedAt / 1000) + KEPT_SECONDS,
				},
				{ removeUndefinedValues: true },
			),
		}),
	);
}
