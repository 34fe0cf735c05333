import { DEAD_LETTER_ATTRIBUTE } from "../../../core/contract.ts";
import type { DeadCause } from "../../../core/delivery/causes.ts";
import {
	type DeadLetterFacts,
	readFacts,
	writeFacts,
} from "../../../core/delivery/dead-letter.ts";
import type { Reason } from "../../../core/delivery/decision.ts";
import type { LedgerRow } from "../../../core/delivery/ledger.ts";
import type { Batch } from "../batch.ts";
import {
	ACKNOWLEDGE,
	comeBackAt,
	type Disposition,
	release,
} from "../disposition.ts";
import { producerOf } from "../producer.ts";
import type { KeyedMessage, QueueRecord, Rejection } from "../record.ts";
import { answerTask } from "./answer-task.ts";
import { hasLanded, persist } from "./persist.ts";

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
	const said =
		sentence === undefined ? {} : { problems: [{ pointer, sentence }] };
	const failed: LedgerRow = {
		...row,
		doubted: row.doubted || cause === "in-doubt",
		failure: row.failure + 1,
		state: { kind: "FAILED", cause, reason, recipients, ...said },
	};
	const written = await persist(
		() =>
			deps.ledger.write(keyed.key, failed, lastOwner, {
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
			hash: row.hash,
			firstAt: new Date(row.firstAt).toISOString(),
			attempts: row.attempts + 1,
			reason,
			recipients,
			...said,
		},
		addresseeOf(keyed),
		batch,
	);
}

/** A dead letter that has no row of its own in the ledger: unreadable, or its key is another message's. */
export async function settleRejected(
	{ quiet, taskToken, isBadByItself: _why, ...failure }: Rejection,
	record: QueueRecord,
	batch: Batch,
): Promise<Disposition> {
	const producer = producerOf(record, batch);
	const before = readFacts(record.attributes[DEAD_LETTER_ATTRIBUTE]?.value);
	const number = (before?.failure ?? 0) + 1;
	const facts: DeadLetterFacts = {
		v: 1,
		at: new Date(batch.deps.clock.now()).toISOString(),
		failure: number,
		producer,
		...failure,
	};
	const written = await persist(
		() => batch.deps.ledger.dead(record.messageId, facts),
		batch,
	);
	if (written !== "written") return release(record, batch);
	return deadLetter(
		{ ...failure, failure: number },
		{ record, producer, quiet, taskToken },
		batch,
	);
}

/** Who is told of a dead letter. */
interface Addressee {
	readonly record: QueueRecord;
	readonly producer: string;
	readonly quiet: boolean;
	readonly taskToken: string | undefined;
}

/** Sends the copy to the dead-letter queue and tells everybody. Its row is written already. */
export async function deadLetter(
	failure: Omit<DeadLetterFacts, "v" | "at" | "attributes">,
	{ record, producer, quiet, taskToken }: Addressee,
	batch: Batch,
): Promise<Disposition> {
	const { deps } = batch;
	const answered = await answerTask(
		{ kind: "failed", cause: failure.cause, id: failure.key },
		{ record, taskToken },
		batch,
	);
	// Before the copy is sent, so that asking again makes no second one.
	if (answered === "ask-again") return release(record, batch);
	const facts: DeadLetterFacts = {
		v: 1,
		at: new Date(deps.clock.now()).toISOString(),
		...failure,
		producer,
		attributes: attributesOf(record),
	};
	const { cause, key, problems, recipients, reason } = facts;
	const first = problems?.[0];
	if (
		(await deps.queue.deadLetter(record.body, writeFacts(facts))) === "failed"
	) {
		deps.metrics.add("stateUnreachable", 1);
		deps.log("error", {
			event: "dead-letter-queue-unreachable",
			id: key,
			cause,
		});
		return release(record, batch);
	}
	// An operator's own act is nobody's alarm, nor what would ring for ever.
	if (cause !== "cancelled" && cause !== "loop")
		deps.metrics.add("deadLettered", 1, cause);
	if (cause === "in-doubt") deps.metrics.add("inDoubt", 1);
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
	if (quiet) return ACKNOWLEDGE;
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

export function addresseeOf({
	record,
	producer,
	quiet,
	message: { taskToken },
}: KeyedMessage): Addressee {
	return { record, producer, quiet, taskToken };
}

// A producer's attributes travel inside ours: SQS allows ten, and a redrive has to bring them back.
function attributesOf({
	attributes,
}: QueueRecord): NonNullable<DeadLetterFacts["attributes"]> {
	const { [DEAD_LETTER_ATTRIBUTE]: ours, ...own } = attributes;
	return { ...readFacts(ours?.value)?.attributes, ...own };
}
