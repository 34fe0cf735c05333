import { createHmac } from "node:crypto";
import { paginateScan } from "@aws-sdk/client-dynamodb";
import { marshall } from "@aws-sdk/util-dynamodb";
import { addressFault, sameMailboxKey } from "../../core/message/address.ts";
import { type MessageRow, messageRowOf } from "../dead-letters/ledger.ts";
import { describeRecipient } from "../dead-letters/recipient-state.ts";
import { onSender } from "../sender/on-sender.ts";
import { readItem } from "../sender/read-item.ts";
import { readTableItem } from "../sender/readings.ts";
import { Misuse, type Target } from "../sender/target.ts";
import { argument } from "../terminal/argument.ts";
import { counted } from "../terminal/counted.ts";
import { readSince } from "../terminal/duration-text.ts";
import type { Io } from "../terminal/io.ts";

const USUAL_SINCE = "1d";
/** Item with the key of the recipient hashes. Without it, nobody can read an address from the table. */
const RECIPIENT_KEY = "recipient-key";
const HASH_LENGTH = 16;

export const find = onSender({
	usage: "find --to ADDRESS [--since 3h]",
	does: "list the messages to an address, and their outcomes",
	options: { to: { type: "string" }, since: { type: "string" } },
	read({ values, positionals }, io) {
		const { to, since = USUAL_SINCE } = values;
		if (to === undefined || positionals.length > 0)
			throw new Misuse(
				"Cannot look without an address: type find --to ann@example.com --since 3h",
			);
		const fault = addressFault(to);
		if (fault !== undefined)
			throw new Misuse(`Cannot look for --to ${to}: ${fault}`);
		return { to, since: readSince(since, io.now()) };
	},
	async run({ target, io }, { to, since }) {
		const key = (await readTableItem(target, RECIPIENT_KEY))?.value;
		if (key === undefined) {
			io.err(
				"Cannot look for an address yet: the sender has recorded no recipients. It records them with the next message that it sends.",
			);
			return 1;
		}
		const hash = hashOf(to, String(key));
		const found = (await scan(target, { hash, since }, io))
			.map((row) => ({
				at: new Date(row.updatedAt).toISOString(),
				id: row.key,
				producer: row.producer,
				outcome: describeRecipient(row, row.recipientHashes.indexOf(hash)),
			}))
			.toSorted((a, b) => (a.at < b.at ? -1 : 1));
		return {
			ok: true,
			message:
				found.length === 0
					? `No message to that address since ${new Date(since).toISOString()}. Messages that have not been tried yet are not included.`
					: found
							.map(({ at, id, producer, outcome }) =>
								[at, outcome, argument(id), producer].join("  "),
							)
							.join("\n"),
			json: found,
		};
	},
});

function hashOf(address: string, key: string): string {
	return createHmac("sha256", Buffer.from(key, "hex"))
		.update(sameMailboxKey(address).toLowerCase())
		.digest("hex")
		.slice(0, HASH_LENGTH);
}

async function scan(
	{ dynamo, sender }: Target,
	{ hash, since }: { readonly hash: string; readonly since: number },
	io: Io,
): Promise<readonly MessageRow[]> {
	const rows: MessageRow[] = [];
	let read = 0;
	for await (const { Items = [], ScannedCount = 0 } of paginateScan(
		{ client: dynamo },
		{
			TableName: sender.tableName,
			ConsistentRead: true,
			FilterExpression:
				"updatedAt >= :since AND contains(recipientHashes, :hash)",
			ExpressionAttributeValues: marshall({ ":since": since, ":hash": hash }),
		},
	)) {
		rows.push(...Items.map((item) => messageRowOf(readItem(item))));
		read += ScannedCount;
		io.err(`${counted(read, "row", "rows")} read …`);
	}
	return rows;
}
