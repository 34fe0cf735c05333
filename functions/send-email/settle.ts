import {
	ACKNOWLEDGE,
	type Batch,
	comeBackAt,
	type Disposition,
	extraOf,
	persist,
	producerOf,
	release,
} from "./batch.ts";
import type { KeyedMessage } from "./claim.ts";
import { DEAD_LETTER_ATTRIBUTE } from "./contract.ts";
import type { QueueRecord } from "./deps.ts";
import type { DeadCause } from "./domain/causes.ts";
import {
	type DeadLetterFacts,
	readFacts,
	writeFacts,
} from "./domain/dead-letter.ts";
import type { LedgerRow } from "./domain/ledger.ts";
import type { Problem } from "./domain/message.ts";
import type { MessageDecision, Reason } from "./domain/outcome.ts";
import { redactReply } from "./domain/redact.ts";

/** Carries out what was decided about a claimed message: ledger, then queue, then event and metrics. */
export async function settle(
	decision: MessageDecision,
	keyed: KeyedMessage,
	row: LedgerRow,
	batch: Batch,
): Promise<Disposition> {
	const { deps } = batch;
	const { record } = keyed;
	const now = deps.clock.now();
	const next = { ...row, progress: decision.progress };
	switch (decision.kind) {
		case "sent":
			return settleSent(decision.reply, keyed, next, batch);
		case "dead-letter":
			return settleDead(decision, keyed, next, batch);
		case "retry": {
			deps.log("info", {
				...about(keyed, batch),
				event: "retry",
				cause: decision.cause,
				attempts: decision.attempts,
				delaySeconds: decision.delaySeconds,
				...decision.reason,
			});
			const notBefore = now + decision.delaySeconds * 1000;
			await write(
				{
					...next,
					attempts: decision.attempts,
					state: { kind: "WAITING", notBefore },
				},
				keyed,
				row.lastOwner,
				batch,
			);
			return { kind: "come-back", delaySeconds: decision.delaySeconds };
		}
		case "maybe-sent": {
			deps.metrics.add("inDoubt", 1);
			deps.log("warn", {
				...about(keyed, batch),
				event: "maybe-sent",
				...decision.reason,
			});
			const notBefore = now + decision.delaySeconds * 1000;
			await write(
				{ ...next, doubted: true, state: { kind: "MAYBE_SENT", notBefore } },
				keyed,
				row.lastOwner,
				batch,
			);
			return { kind: "come-back", delaySeconds: decision.delaySeconds };
		}
		case "release":
			await write(
				{ ...next, state: { kind: "WAITING", notBefore: now } },
				keyed,
				row.lastOwner,
				batch,
			);
			return release(record, batch);
	}
}

/** A claimed message whose time ran out before it was sent. */
export async function settleExpired(
	keyed: KeyedMessage,
	row: LedgerRow,
	batch: Batch,
): Promise<Disposition> {
	const written = await write(
		{ ...row, state: { kind: "EXPIRED" } },
		keyed,
		row.lastOwner,
		batch,
	);
	return written === "written"
		? expired(keyed, batch)
		: release(keyed.record, batch);
}

/** An expired message whose row is written. */
export function expired(keyed: KeyedMessage, batch: Batch): Disposition {
	batch.deps.metrics.add("expired", 1);
	batch.deps.log("info", { ...about(keyed, batch), event: "expired" });
	batch.events.push({ outcome: "expired", ...who(keyed, batch) });
	return ACKNOWLEDGE;
}

/** FAILED in the ledger, then the copy in the dead-letter queue, then gone from the source queue. */
export async function settleDead(
	failure: {
		readonly cause: DeadCause;
		readonly recipients: readonly number[];
		readonly reason: Reason;
		readonly sentence?: string;
		readonly pointer?: string;
	},
	keyed: KeyedMessage,
	row: LedgerRow,
	batch: Batch,
	lastOwner: string = row.lastOwner,
): Promise<Disposition> {
	const { deps } = batch;
	const { cause, recipients, reason, sentence, pointer = "" } = failure;
	const failed: LedgerRow = {
		...row,
		doubted: row.doubted || cause === "in-doubt",
		failure: row.failure + 1,
		state: { kind: "FAILED", cause, reason, recipients },
	};
	const written = await persist(
		() =>
			deps.ledger.write(keyed.key, failed, lastOwner, {
				...extraOf(keyed.record, batch),
				...(reason.reply === undefined ? {} : { reply: reason.reply }),
				deadCause: cause,
			}),
		batch,
		hasLanded(keyed.key, failed, batch),
	);
	if (written === "unavailable")
		return comeBackAt(batch.deadline + 60_000, batch);
	if (written === "conflict") return release(keyed.record, batch);
	return deadLetter(
		{
			cause,
			failure: failed.failure,
			key: keyed.key,
			firstAt: new Date(row.firstAt).toISOString(),
			attempts: row.attempts + 1,
			reason,
			recipients,
			...(sentence === undefined ? {} : { problems: [{ pointer, sentence }] }),
		},
		keyed.record,
		batch,
	);
}

/** A dead letter that has no row of its own in the ledger: unreadable, or its key is another message's. */
export async function settleRejected(
	failure: {
		readonly cause: DeadCause;
		readonly key: string;
		readonly problems: readonly Problem[];
	},
	record: QueueRecord,
	batch: Batch,
): Promise<Disposition> {
	const before = readFacts(record.attributes[DEAD_LETTER_ATTRIBUTE]?.value);
	const number = (before?.failure ?? 0) + 1;
	const facts: DeadLetterFacts = {
		v: 1,
		at: new Date(batch.deps.clock.now()).toISOString(),
		failure: number,
		...failure,
	};
	const written = await persist(
		() => batch.deps.ledger.dead(record.messageId, facts),
		batch,
	);
	if (written !== "written") return release(record, batch);
	return deadLetter({ ...failure, failure: number }, record, batch);
}

/** Sends the copy to the dead-letter queue and tells everybody. Its row is written already. */
export async function deadLetter(
	failure: Omit<DeadLetterFacts, "v" | "at" | "attributes">,
	record: QueueRecord,
	batch: Batch,
): Promise<Disposition> {
	const { deps } = batch;
	const facts: DeadLetterFacts = {
		v: 1,
		at: new Date(deps.clock.now()).toISOString(),
		...failure,
		attributes: attributesOf(record),
	};
	const { cause, key, problems, recipients, reason } = facts;
	const first = problems?.[0];
	if (
		(await deps.queue.deadLetter(record.body, writeFacts(facts))) === "failed"
	) {
		deps.log("error", {
			event: "dead-letter-queue-unreachable",
			id: key,
			cause,
		});
		return release(record, batch);
	}
	deps.metrics.add("deadLettered", 1, cause);
	if (cause === "in-doubt") deps.metrics.add("inDoubt", 1);
	const producer = producerOf(record, batch);
	const detail =
		first === undefined
			? {}
			: { pointer: first.pointer, sentence: first.sentence };
	deps.log("warn", {
		event: "dead-lettered",
		id: key,
		producer,
		sqsMessageId: record.messageId,
		cause,
		...reason,
		...detail,
		...(recipients === undefined ? {} : { recipients }),
	});
	batch.events.push({
		outcome: cause === "in-doubt" ? "in-doubt" : "failed",
		id: key,
		producer,
		cause,
		...detail,
		...(recipients === undefined ? {} : { recipients }),
	});
	return ACKNOWLEDGE;
}

async function settleSent(
	answer: string,
	keyed: KeyedMessage,
	row: LedgerRow,
	batch: Batch,
): Promise<Disposition> {
	const reply = redactReply(answer);
	const { deps } = batch;
	const { record } = keyed;
	const sentRow: LedgerRow = { ...row, state: { kind: "SENT" } };
	const written = await persist(
		() =>
			deps.ledger.sent(keyed.key, sentRow, {
				...extraOf(record, batch),
				reply,
			}),
		batch,
		hasLanded(keyed.key, sentRow, batch),
	);
	// The 250 is in hand: acknowledging is right even when nobody can write it down.
	if (written === "unavailable")
		deps.log("error", { ...about(keyed, batch), event: "sent-not-recorded" });
	const recipientCount = row.progress.accepted.length;
	deps.metrics.add("sent", 1);
	deps.metrics.add("recipients", recipientCount);
	deps.metrics.add(
		"queueLatency",
		Math.max(0, deps.clock.now() - record.sentAt),
	);
	deps.log("info", {
		...about(keyed, batch),
		event: "sent",
		reply,
		recipientCount,
	});
	batch.events.push({ outcome: "sent", ...who(keyed, batch) });
	return ACKNOWLEDGE;
}

function hasLanded(key: string, next: LedgerRow, { deps }: Batch) {
	return async () => {
		const row = await deps.ledger.read(key);
		return (
			row !== "unavailable" &&
			row?.lastOwner === next.lastOwner &&
			row.state.kind === next.state.kind
		);
	};
}

async function write(
	next: LedgerRow,
	{ key, record }: KeyedMessage,
	lastOwner: string,
	batch: Batch,
) {
	return persist(
		() => batch.deps.ledger.write(key, next, lastOwner, extraOf(record, batch)),
		batch,
		hasLanded(key, next, batch),
	);
}

function about(keyed: KeyedMessage, batch: Batch) {
	return { ...who(keyed, batch), sqsMessageId: keyed.record.messageId };
}

function who({ key, record, message }: KeyedMessage, batch: Batch) {
	const { tags } = message;
	return {
		id: key,
		producer: producerOf(record, batch),
		...(Object.keys(tags).length === 0 ? {} : { tags }),
	};
}

// A producer's attributes travel inside ours: SQS allows ten, and a redrive has to bring them back.
function attributesOf({
	attributes,
}: QueueRecord): NonNullable<DeadLetterFacts["attributes"]> {
	const { [DEAD_LETTER_ATTRIBUTE]: ours, ...own } = attributes;
	return { ...readFacts(ours?.value)?.attributes, ...own };
}
