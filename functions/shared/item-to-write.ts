import type { AttributeValue } from "@aws-sdk/client-dynamodb";
import { marshall } from "@aws-sdk/util-dynamodb";
import { TABLE } from "../../core/contract.ts";

/** An item that is not ours to write, whatever state DynamoDB is in: it is its message's fault. */
export class UnwritableItem extends Error {
	override readonly name = "UnwritableItem";
}

/** DynamoDB takes 2,048 and 400 kB. */
const MOST_KEY_BYTES = 1100;
const MOST_BYTES = 100_000;

/** An item as DynamoDB takes it. @throws UnwritableItem when it can't be written, or is too large. */
export function itemToWrite(
	item: Readonly<Record<string, unknown>>,
): Record<string, AttributeValue> {
	const written = marshalled(item);
	const keyBytes = Buffer.byteLength(written[TABLE.key]?.S ?? "");
	const bytes = Buffer.byteLength(JSON.stringify(written));
	if (keyBytes > MOST_KEY_BYTES || bytes > MOST_BYTES)
		throw new UnwritableItem(
			`Cannot write an item of ${bytes} bytes with a key of ${keyBytes}: allowed are ${MOST_BYTES} and ${MOST_KEY_BYTES}`,
		);
	return written;
}

function marshalled(item: Readonly<Record<string, unknown>>) {
	try {
		return marshall(item, { removeUndefinedValues: true });
	} catch (cause) {
		throw new UnwritableItem("Cannot write an item", { cause });
	}
}
