import type { MessageAttributeValue } from "@aws-sdk/client-sqs";
import {
	DEAD_LETTER_ATTRIBUTE,
	MAX_MESSAGE_BYTES,
	tableKey,
} from "../../core/contract.ts";
import {
	type DeadLetterFacts,
	writeFacts,
} from "../../core/delivery/dead-letter.ts";
import type { MessageRow } from "./ledger.ts";
import type { Attributes, DeadLetterCopy } from "./sweep.ts";

export interface RedrivenMessage {
	readonly body: string;
	readonly attributes: Readonly<Record<string, MessageAttributeValue>>;
}

/** SQS allows ten attributes; one of them is ours. */
const MOST_OWN = 9;

/**
 * The message that returns a dead letter to the source queue. It has the attributes of the producer,
 * and ours with the key and the failure number. If it is too large, ours is shortened, and then those
 * of the producer are removed. Undefined when it is still too large.
 */
export function toRedriven(
	copy: Pick<
		DeadLetterCopy,
		"body" | "facts" | "key" | "attributes" | "hash" | "sqsMessageId"
	>,
	found: Pick<MessageRow, "at" | "hash"> | undefined,
	{ failure, now }: { readonly failure: number; readonly now: number },
): RedrivenMessage | undefined {
	const { body, facts, key } = copy;
	const own = Object.entries(copy.attributes);
	const restored = own
		.slice(0, MOST_OWN)
		.filter(([, { value }]) => !isCut(value));
	const { attributes: _folded, ...known } = facts ?? factsOfMoved(copy, now);
	const rest = own.slice(MOST_OWN);
	// The function identifies it by its row; one that was refused has a separate row.
	const row =
		found !== undefined && found.hash === copy.hash ? found.at : known.row;
	const full: DeadLetterFacts = {
		...known,
		key,
		row,
		failure,
		...(rest.length === 0 ? {} : { attributes: Object.fromEntries(rest) }),
	} as DeadLetterFacts;
	const { v, cause, at } = full;
	const short: DeadLetterFacts = { v, cause, failure, key, row, at };
	return [
		withAttributes(body, full, restored),
		withAttributes(body, short, restored),
		withAttributes(body, short, []),
	].find((message) => sizeOf(message) <= MAX_MESSAGE_BYTES);
}

/** Facts for a message that SQS itself moved, which has none. */
export function factsOfMoved(
	{ key, sqsMessageId }: Pick<DeadLetterCopy, "key" | "sqsMessageId">,
	now: number,
): DeadLetterFacts {
	return {
		v: 1,
		cause: "transient",
		failure: 0,
		key,
		row: tableKey.dead(sqsMessageId),
		at: new Date(now).toISOString(),
	};
}

// What the function had to leave out of our attribute cannot be restored.
function isCut(value: string): boolean {
	return value === "(left out: too long)";
}

function withAttributes(
	body: string,
	facts: DeadLetterFacts,
	own: readonly (readonly [string, Attributes[string]])[],
): RedrivenMessage {
	return {
		body,
		attributes: {
			...Object.fromEntries(
				own.map(([name, { type, value }]) => [
					name,
					type.startsWith("Binary")
						? { DataType: type, BinaryValue: Buffer.from(value, "base64") }
						: { DataType: type, StringValue: value },
				]),
			),
			[DEAD_LETTER_ATTRIBUTE]: {
				DataType: "String",
				StringValue: writeFacts(facts),
			},
		},
	};
}

/** What SQS counts: body, and each attribute's name, type and value. */
function sizeOf({ body, attributes }: RedrivenMessage): number {
	return Object.entries(attributes).reduce(
		(total, [name, { DataType = "", StringValue = "", BinaryValue }]) =>
			total +
			Buffer.byteLength(name + DataType + StringValue) +
			(BinaryValue?.length ?? 0),
		Buffer.byteLength(body),
	);
}
