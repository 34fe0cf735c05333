import type { MessageDecision } from "../../../core/delivery/decision.ts";
import type { LedgerRow } from "../../../core/delivery/ledger.ts";
import { redactReply } from "../../../core/smtp/redact.ts";
import type { Batch } from "../batch.ts";
import { type Disposition, release } from "../disposition.ts";
import type { KeyedMessage } from "../record.ts";
import { answerSettled } from "./answer-task.ts";
import { settleDead } from "./dead-letters.ts";
import { hasLanded, persist } from "./persist.ts";

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
				...about(keyed),
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
				...about(keyed),
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
export function expired(
	keyed: KeyedMessage,
	batch: Batch,
): Promise<Disposition> {
	batch.deps.metrics.add("expired", 1);
	batch.deps.log("info", { ...about(keyed), event: "expired" });
	return tell("expired", keyed, batch);
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
		() => deps.ledger.sent(keyed.key, sentRow, { reply }),
		batch,
		hasLanded(keyed.key, sentRow, batch),
	);
	// The 250 is in hand: acknowledging is right even when nobody can write it down.
	if (written === "unavailable")
		deps.log("error", { ...about(keyed), event: "sent-not-recorded" });
	const recipientCount = row.progress.accepted.length;
	deps.metrics.add("sent", 1);
	deps.metrics.add("recipients", recipientCount);
	deps.metrics.add(
		"queueLatency",
		Math.max(0, deps.clock.now() - record.sentAt),
	);
	deps.log("info", {
		...about(keyed),
		event: "sent",
		reply,
		recipientCount,
	});
	return tell("sent", keyed, batch);
}

/** Tells everybody who wants to know what became of a message. */
async function tell(
	outcome: "sent" | "expired",
	keyed: KeyedMessage,
	batch: Batch,
): Promise<Disposition> {
	const { record, key, quiet, message } = keyed;
	if (!quiet) batch.events.push({ outcome, ...who(keyed) });
	return answerSettled(
		{ kind: outcome, id: key },
		{ record, taskToken: message.taskToken },
		batch,
	);
}

async function write(
	next: LedgerRow,
	{ key }: KeyedMessage,
	lastOwner: string,
	batch: Batch,
) {
	return persist(
		() => batch.deps.ledger.write(key, next, lastOwner),
		batch,
		hasLanded(key, next, batch),
	);
}

function about(keyed: KeyedMessage) {
	return { ...who(keyed), sqsMessageId: keyed.record.messageId };
}

function who({ key, producer, message: { tags } }: KeyedMessage) {
	return {
		id: key,
		producer,
		...(Object.keys(tags).length === 0 ? {} : { tags }),
	};
}
