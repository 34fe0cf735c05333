import type { AttributeValue } from "@aws-sdk/client-dynamodb";
import { unmarshall } from "@aws-sdk/util-dynamodb";
import { faultOfFormat } from "../../core/item-format.ts";
import { Misuse } from "./target.ts";

/** Reads an item of the table. @throws Misuse when a later version of the sender has written it. */
export function readItem(
	item: Readonly<Record<string, AttributeValue>>,
): Record<string, unknown> {
	const read = unmarshall(item);
	const fault = faultOfFormat(read);
	if (fault !== undefined) throw new Misuse(fault);
	return read;
}
