import { createHmac, randomBytes } from "node:crypto";
import { GetItemCommand, PutItemCommand } from "@aws-sdk/client-dynamodb";
import { marshall } from "@aws-sdk/util-dynamodb";
import { RECIPIENT_KEY, TABLE } from "../../../core/contract.ts";
import { ITEM_FORMAT } from "../../../core/item-format.ts";
import { sameMailboxKey } from "../../../core/message/address.ts";
import { attempt } from "../../shared/aws-failure.ts";
import { readItem } from "../../shared/read-item.ts";
import type { ItemTable } from "../../shared/versioned-item.ts";
import type { SendingDeps } from "../deps.ts";

/**
 * Hashes addresses with a key that only the table holds, so that an operator can look an address up
 * in the ledger, which has no address in it. The first function that needs the key makes it.
 */
export function createRecipientHash({
	client,
	tableName: TableName,
	report,
}: ItemTable): SendingDeps["hashRecipients"] {
	let key: Promise<string | "unavailable"> | undefined;
	const Key = marshall({ [TABLE.key]: RECIPIENT_KEY });

	const read = async (): Promise<string | undefined> => {
		const { Item } = await client.send(
			new GetItemCommand({ TableName, Key, ConsistentRead: true }),
		);
		return Item === undefined ? undefined : String(readItem(Item).value);
	};
	const readOrMake = async (): Promise<string> => {
		const known = await read();
		if (known !== undefined) return known;
		const made = randomBytes(32).toString("hex");
		await client
			.send(
				new PutItemCommand({
					TableName,
					Item: { ...Key, ...marshall({ v: ITEM_FORMAT, value: made }) },
					ConditionExpression: "attribute_not_exists(#pk)",
					ExpressionAttributeNames: { "#pk": TABLE.key },
				}),
			)
			.catch(() => {});
		// Somebody else may have been first: what the table holds counts.
		return (await read()) ?? made;
	};

	return async (addresses) => {
		key ??= attempt(readOrMake, report);
		const value = await key;
		if (value === "unavailable") {
			key = undefined;
			return [];
		}
		return addresses.map((address) =>
			createHmac("sha256", Buffer.from(value, "hex"))
				.update(sameMailboxKey(address).toLowerCase())
				.digest("hex")
				.slice(0, 16),
		);
	};
}
