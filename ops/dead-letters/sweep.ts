import { createHash } from "node:crypto";
import {
	ChangeMessageVisibilityBatchCommand,
	DeleteMessageCommand,
	ReceiveMessageCommand,
	type Message as SqsMessage,
} from "@aws-sdk/client-sqs";
import { DEAD_LETTER_ATTRIBUTE } from "../../core/contract.ts";
import {
	type DeadLetterFacts,
	readFacts,
} from "../../core/delivery/dead-letter.ts";
import { placeIn, placeOf } from "../../core/delivery/space.ts";
import { possibleSpaces } from "../../core/event/origin.ts";
import { recognise } from "../../core/event/recognise.ts";
import { contentOf, eventIdentity } from "../../core/event/routed-message.ts";
import { withoutRuleTag } from "../../core/event/rule-tag.ts";
import type { Recognised } from "../../core/event/service-event.ts";
import { canonicalMessage, type Message } from "../../core/message/message.ts";
import { type Parsed, parseMessage } from "../../core/message/parse.ts";
import type { Target } from "../sender/target.ts";
import { spacesOf } from "./find-message.ts";
import type { MessageRow } from "./ledger.ts";
import { attempt, type Skipped } from "./skipped.ts";

/** Message attributes; `value` of a binary one is base64. */
export type Attributes = NonNullable<DeadLetterFacts["attributes"]>;

/** One message in the dead-letter queue. */
export interface DeadLetterCopy {
	readonly sqsMessageId: string;
	readonly receiptHandle: string;
	readonly body: string;
	/** Epoch ms. */
	readonly sentAt: number;
	/** Undefined when SQS itself moved it, without a reason. */
	readonly facts: DeadLetterFacts | undefined;
	/** SQS itself moved it, after too many receives. */
	readonly movedBySqs: boolean;
	/** Attributes from the producer. */
	readonly attributes: Attributes;
	readonly parsed: Parsed;
	/** Its id, or the SQS message id when it has none. */
	readonly key: string;
	/** Keys that its row in the ledger may have, most likely first. */
	readonly places: readonly string[];
	/** Hash of its content, as in the ledger; undefined when it cannot be read. */
	readonly hash: string | undefined;
}

const PER_RECEIVE = 10;

/** Visibility timeout of messages that are being processed: longer than a batch takes. */
export const HOLD_SECONDS = 120;

/** The messages of one receive that were not seen before. */
export interface SweptBatch {
	readonly copies: readonly DeadLetterCopy[];
	/** Those that could not be read. */
	readonly skipped: readonly Skipped[];
	/** Permanently deletes one of them from the dead-letter queue. */
	remove(copy: DeadLetterCopy): Promise<void>;
}

/**
 * Reads every message of the dead-letter queue once. A message that is not removed is hidden from
 * others for at most `holdSeconds`, and is returned when the sweep ends. If it were returned at once,
 * the queue would deliver the same messages repeatedly, and new ones only by chance.
 */
export async function* sweepDeadLetters(
	target: Target,
	{
		holdSeconds = HOLD_SECONDS,
		perReceive = PER_RECEIVE,
	}: { readonly holdSeconds?: number; readonly perReceive?: number } = {},
): AsyncGenerator<SweptBatch> {
	const { sqs, sender } = target;
	const seen = new Set<string>();
	const held = new Map<string, string>();
	const remove = async ({ sqsMessageId, receiptHandle }: DeadLetterCopy) => {
		await sqs.send(
			new DeleteMessageCommand({
				QueueUrl: sender.deadLetterQueueUrl,
				ReceiptHandle: receiptHandle,
			}),
		);
		held.delete(sqsMessageId);
	};
	try {
		// Hidden messages whose time is up are received again; after one round of them nothing else is left.
		for (let nothingNew = 0; nothingNew <= 3 + held.size / perReceive; ) {
			const messages = await receive(target, holdSeconds, perReceive);
			if (messages.length === 0) return;
			for (const { MessageId = "", ReceiptHandle = "" } of messages)
				held.set(MessageId, ReceiptHandle);
			const fresh = messages.filter(
				({ MessageId = "" }) => !seen.has(MessageId),
			);
			for (const { MessageId = "" } of fresh) seen.add(MessageId);
			nothingNew = fresh.length === 0 ? nothingNew + 1 : 0;
			yield { ...(await readCopies(fresh, target)), remove };
		}
	} finally {
		await giveBack(target, [...held.values()]);
	}
}

async function receive(
	target: Target,
	holdSeconds: number,
	most: number,
): Promise<readonly SqsMessage[]> {
	const { sqs, sender } = target;
	const { Messages = [] } = await sqs.send(
		new ReceiveMessageCommand({
			QueueUrl: sender.deadLetterQueueUrl,
			MaxNumberOfMessages: most,
			VisibilityTimeout: holdSeconds,
			// A long poll queries all SQS servers; a short poll may miss messages.
			WaitTimeSeconds: 1,
			MessageAttributeNames: ["All"],
			MessageSystemAttributeNames: ["All"],
		}),
	);
	return Messages;
}

async function readCopies(messages: readonly SqsMessage[], target: Target) {
	const all = await Promise.all(
		messages.map((message) =>
			attempt(message.MessageId ?? "", () => copyOf(message, target)),
		),
	);
	return {
		copies: all.flatMap((one) => ("value" in one ? [one.value] : [])),
		skipped: all.flatMap((one) => ("skipped" in one ? [one.skipped] : [])),
	};
}

async function giveBack(
	{ sqs, sender }: Target,
	handles: readonly string[],
): Promise<void> {
	for (let from = 0; from < handles.length; from += PER_RECEIVE) {
		await sqs.send(
			new ChangeMessageVisibilityBatchCommand({
				QueueUrl: sender.deadLetterQueueUrl,
				Entries: handles
					.slice(from, from + PER_RECEIVE)
					.map((ReceiptHandle, index) => ({
						Id: String(index),
						ReceiptHandle,
						VisibilityTimeout: 0,
					})),
			}),
		);
	}
}

async function copyOf(
	{
		MessageId = "",
		ReceiptHandle = "",
		Body = "",
		Attributes = {},
		MessageAttributes = {},
	}: SqsMessage,
	target: Target,
): Promise<DeadLetterCopy> {
	const { [DEAD_LETTER_ATTRIBUTE]: ours, ...own } = MessageAttributes;
	const facts = readFacts(ours?.StringValue);
	const parsed = parseMessage(Body);
	const event = eventIn(Body);
	const id =
		// A message within an envelope has its own id, but only the function has the route that shows it.
		(event === undefined ? undefined : (facts?.key ?? event.event.key)) ??
		(parsed.kind === "message" ? parsed.message.id : parsed.id);
	const key = id ?? facts?.key ?? MessageId;
	return {
		sqsMessageId: MessageId,
		receiptHandle: ReceiptHandle,
		body: Body,
		sentAt: Number(Attributes.SentTimestamp ?? 0),
		facts,
		movedBySqs:
			facts === undefined || Attributes.DeadLetterQueueSourceArn !== undefined,
		attributes: {
			...facts?.attributes,
			...Object.fromEntries(
				Object.entries(own).map(
					([name, { DataType = "String", StringValue, BinaryValue }]) => [
						name,
						{
							type: DataType,
							value:
								StringValue ??
								Buffer.from(BinaryValue ?? []).toString("base64"),
						},
					],
				),
			),
		},
		parsed,
		key,
		places: await placesOf(key, facts, event ?? Attributes.SenderId, target),
		// Only the function can read the content of a claim check.
		hash: facts?.hash ?? hashOf(event?.event.key, parsed),
	};
}

async function placesOf(
	key: string,
	facts: DeadLetterFacts | undefined,
	from: EventOfService | string | undefined,
	target: Target,
): Promise<readonly string[]> {
	if (facts !== undefined && placeIn(facts.row) !== undefined)
		return [facts.row];
	if (facts?.space !== undefined) return [placeOf(facts.space, key).row];
	// SQS itself moved it, unchanged.
	const spaces =
		typeof from === "object"
			? possibleSpaces(
					from.proof,
					{ what: "event", content: contentOf(withoutRuleTag(from.event)) },
					digest,
				)
			: await spacesOf(target, from?.split(":", 1)[0] ?? "");
	return spaces.map((space) => placeOf(space, key).row);
}

/** The row with the content of a dead letter, otherwise any row with its id. */
export function rowOf(
	{ places, hash }: Pick<DeadLetterCopy, "places" | "hash">,
	rows: ReadonlyMap<string, MessageRow>,
): MessageRow | undefined {
	const found = places.flatMap((place) => rows.get(place) ?? []);
	return found.find((row) => row.hash === hash) ?? found[0];
}

type EventOfService = Extract<Recognised, { kind: "event" }>;

function eventIn(body: string): EventOfService | undefined {
	const recognised = recognise(body, { digest });
	return recognised.kind === "event" ? recognised : undefined;
}

function hashOf(
	eventKey: string | undefined,
	parsed: Parsed,
): string | undefined {
	if (eventKey !== undefined) return digest(eventIdentity(eventKey));
	return parsed.kind === "message" ? contentHash(parsed.message) : undefined;
}

/** Hash of a message, as in the ledger. */
export function contentHash(message: Message): string {
	return digest(canonicalMessage(message));
}

function digest(text: string): string {
	return createHash("sha256").update(text).digest("hex");
}
