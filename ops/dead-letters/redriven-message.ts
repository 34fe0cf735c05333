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

/** SQS takes ten attributes; one of them is ours. */
const MOST_OWN = 9;

/**
 * A dead letter as it goes back to the source queue: the producer's attributes restored, ours with
 * the key and the failure's number. When that is too large, first ours is shortened, then the
 * producer's go. Undefined when it is too large all the same.
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
	// By its row the function knows it; one that was refused has a row apart.
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

/** Of what SQS itself moved nobody wrote any. */
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
