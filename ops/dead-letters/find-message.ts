import { paginateScan } from "@aws-sdk/client-dynamodb";
import { marshall } from "@aws-sdk/util-dynamodb";
import { PRODUCER_NAMES_KEY, TABLE } from "../../core/contract.ts";
import {
	namesOf,
	producerNamesOf,
} from "../../core/delivery/producer-names.ts";
import { placeIn, placeOf, SPACE } from "../../core/delivery/space.ts";
import { readTableItem } from "../sender/readings.ts";
import { Misuse, type Target } from "../sender/target.ts";
import { argument } from "../terminal/argument.ts";
import { type MessageRow, readMessages } from "./ledger.ts";

/**
 * The row of a message, by its id or the key of its row. Two producers may use the same id.
 *
 * @param options.isQuick Skips the scan of the whole table if a producer with a name has the id.
 * @throws Misuse when several messages have it.
 */
export async function findMessage(
	target: Target,
	id: string,
	{ isQuick = false }: { readonly isQuick?: boolean } = {},
): Promise<MessageRow | undefined> {
	const known = await readMessages(target, [
		...(placeIn(id) === undefined ? [] : [id]),
		...(await usualSpaces(target)).map((space) => placeOf(space, id).row),
	]);
	const isSure = isQuick || placeIn(id) !== undefined;
	const rows =
		known.size > 0 && isSure
			? known
			: new Map([...known, ...(await scanFor(target, id))]);
	const [row, ...others] = rows.values();
	if (others.length === 0) return row;
	const all = [...rows.values()].map(
		({ at, producer }) => `${argument(at)} (${producer})`,
	);
	throw new Misuse(
		`Cannot tell which message is meant, as several producers have one with the id ${id}: type one of ${all.join(", ")}`,
	);
}

/** Spaces that may contain the mail of a role, most likely first. */
export async function spacesOf(
	target: Target,
	roleId: string,
): Promise<readonly string[]> {
	if (target.sender.ids === "shared") return [SPACE.shared];
	const names = namesOf(roleId, await readNames(target));
	return [...names.toReversed(), roleId];
}

/** Spaces of producers with a name, and those that belong to no producer. */
async function usualSpaces(target: Target): Promise<readonly string[]> {
	const { names } = await readNames(target);
	return [
		...new Set([
			...Object.values(names).flat(),
			...Object.keys(names),
			...Object.values(SPACE),
		]),
	];
}

async function readNames(target: Target) {
	return producerNamesOf(await readTableItem(target, PRODUCER_NAMES_KEY));
}

/** Scans the table, because there is no list of producers without a name. */
async function scanFor(target: Target, id: string) {
	const places: string[] = [];
	for await (const { Items = [] } of paginateScan(
		{ client: target.dynamo },
		{
			TableName: target.sender.tableName,
			ConsistentRead: true,
			FilterExpression: "contains(#pk, :id)",
			ProjectionExpression: "#pk",
			ExpressionAttributeNames: { "#pk": TABLE.key },
			ExpressionAttributeValues: marshall({ ":id": id }),
		},
	)) {
		for (const { [TABLE.key]: at } of Items)
			if (placeIn(at?.S ?? "")?.id === id) places.push(at?.S ?? "");
	}
	return readMessages(target, places);
}
