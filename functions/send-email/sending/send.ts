import { awaitsProof } from "../../../core/breaker/transition.ts";
import {
	CONNECTION_FAILURES_THAT_OPEN,
	decide,
} from "../../../core/delivery/decide.ts";
import type {
	Reason,
	SenderFailure,
	Situation,
} from "../../../core/delivery/decision.ts";
import {
	NO_STREAK,
	othersAlike,
	withLostConnection,
	withRefusal,
} from "../../../core/delivery/failures-in-a-row.ts";
import { type LedgerRow, mayExpire } from "../../../core/delivery/ledger.ts";
import { fromFault, messageIdOf, toMail } from "../../../core/delivery/mail.ts";
import { recipientsOf } from "../../../core/message/message.ts";
import { classifyReply } from "../../../core/smtp/classify.ts";
import type { SendResult } from "../../../core/smtp/send-result.ts";
import type { Envelope } from "../../shared/deps.ts";
import { readySlot, type SlotState } from "../admission/login.ts";
import { type Batch, type Permit, timeToSend } from "../batch.ts";
import type { Disposition } from "../disposition.ts";
import { MAX_ENCODED_BYTES } from "../intake/find-files.ts";
import type { KeyedMessage } from "../record.ts";
import { settleDead } from "../settlement/dead-letters.ts";
import { settle, settleExpired } from "../settlement/settle.ts";
import { keyText } from "./claim.ts";

/** What came of a record on its slot; `rest` is what is still being written down. */
export interface Delivered {
	readonly rest: Promise<Disposition>;
	/** The account failed. */
	readonly open?: SenderFailure;
	/** Google took a message: the account is well. */
	readonly accepted?: boolean;
	readonly key?: string;
}

/** Sends a claimed message on a slot, and decides what becomes of it. */
export async function sendClaimed(
	keyed: KeyedMessage,
	row: LedgerRow,
	slotIndex: number,
	permit: Permit,
	batch: Batch,
): Promise<Delivered> {
	const { deps } = batch;
	const { message, key } = keyed;
	const pending = pendingOf(keyed, row);
	const refuse = (sentence: string, pointer = ""): Delivered => ({
		rest: settleDead(
			{
				cause: "bad-message",
				recipients: pending,
				reason: NOTHING_SAID,
				sentence,
				pointer,
			},
			keyed,
			row,
			batch,
		),
	});
	const fault = fromFault(message, deps.config);
	if (fault !== undefined) return refuse(fault.sentence, fault.pointer);
	const mail = toMail(message, row.frozen, {
		files: keyed.files,
		messageIdOf: (id) =>
			messageIdOf(deps.digest(keyText(id, deps.config)), deps.config),
	});
	const bytes = await deps.compose(mail);
	if (bytes === "unavailable") {
		deps.metrics.add("stateUnreachable", 1);
		return notSent({ kind: "not-tried" }, keyed, row, batch);
	}
	if (bytes === "lost") return refuse(LOST_FILE, "/attachments");
	if (bytes === "unwritable") return refuse(UNWRITABLE);
	if (bytes.length > MAX_ENCODED_BYTES) {
		return refuse(
			`Cannot send the message as it is ${bytes.length} bytes when encoded: allowed are ${MAX_ENCODED_BYTES}; put the attachments where people can download them.`,
		);
	}
	const envelope = envelopeOf(keyed, row, pending, batch);
	const slot = deps.slots[slotIndex];
	let ready = await readySlot(slotIndex, permit, batch);
	if (ready.kind !== "ready" || slot === undefined || !timeToSend(batch)) {
		return notSent(ready, keyed, row, batch);
	}
	if (isExpired(keyed, row, batch)) {
		return { rest: settleExpired(keyed, row, batch) };
	}
	let result = await slot.send(envelope, bytes);
	if (!ready.fresh && endedBefore(result)) {
		// A warm connection that had died unnoticed: nobody is to blame, a new one is tried.
		slot.close();
		ready = await readySlot(slotIndex, permit, batch);
		if (ready.kind !== "ready" || !timeToSend(batch)) {
			return notSent(ready, keyed, row, batch);
		}
		result = await slot.send(envelope, bytes);
	}
	learn(result, key, ready.fresh, batch);
	batch.taken.set(keyed.record.messageId, takenOf(result, pending.length));
	const decision = decide(
		result,
		situationOf(keyed, row, pending, permit, ready.fresh, batch),
	);
	return {
		rest: settle(decision.message, keyed, row, batch),
		accepted: result.kind === "accepted",
		key,
		...(decision.open === undefined ? {} : { open: decision.open }),
	};
}

/** Recipients that Google has counted, or may have. */
function takenOf(result: SendResult, asked: number): number {
	if (result.kind === "accepted") return result.accepted.length;
	return result.kind === "lost" && result.failure.handedOver
		? asked - result.refused.length
		: 0;
}

const NOTHING_SAID: Reason = {};

const LOST_FILE =
	"Cannot send the message as /attachments is not allowed: S3 does not hand out one of its files (archived, encrypted with a key that the sender may not use, or deleted meanwhile); make it readable, and redrive the message.";
const UNWRITABLE =
	"Cannot send the message as its body is not allowed: it can't be written out as a mail; simplify its html.";

/** Recipients that have neither been accepted nor refused for good, by index. */
function pendingOf(
	{ message }: KeyedMessage,
	{ progress }: LedgerRow,
): readonly number[] {
	const settled = new Set([
		...progress.accepted,
		...progress.refused.map(({ index }) => index),
	]);
	return recipientsOf(message)
		.map((_address, index) => index)
		.filter((index) => !settled.has(index));
}

/** Recipients that did not get it: refused for good, or still pending. */
export function unsettledOf(
	keyed: KeyedMessage,
	row: LedgerRow,
): readonly number[] {
	const refused = row.progress.refused.map(({ index }) => index);
	return [...pendingOf(keyed, row), ...refused].sort((a, b) => a - b);
}

/** The message waits, uncharged; the account's failure, if it was one, is told. */
function notSent(
	slot: SlotState,
	keyed: KeyedMessage,
	row: LedgerRow,
	batch: Batch,
): Delivered {
	const { progress } = row;
	const rest = settle({ kind: "release", progress }, keyed, row, batch);
	if (slot.kind !== "failed") return { rest };
	const lost = batch.memory.streak.lostConnections.length;
	const isAccounts = !slot.lost || lost >= CONNECTION_FAILURES_THAT_OPEN;
	return isAccounts ? { rest, open: slot.failure } : { rest };
}

function situationOf(
	{ key }: KeyedMessage,
	row: LedgerRow,
	pending: readonly number[],
	permit: Permit,
	freshSession: boolean,
	{ deps, memory }: Batch,
): Situation {
	const { state, suspects } = permit.breaker;
	const { attempts, progress, resends } = row;
	return {
		attempts,
		attemptBudget: deps.config.attemptBudget,
		pending,
		progress,
		resends,
		onAmbiguous: deps.config.onAmbiguous,
		othersAlike: Object.fromEntries(
			Object.keys(memory.streak.alike).map((cause) => [
				cause,
				othersAlike(memory.streak, cause, key),
			]),
		),
		connectionFailures: memory.streak.lostConnections.length,
		random: deps.random(),
		freshSession,
		suspect: suspects.includes(key),
		unproved:
			state.kind === "closed" &&
			awaitsProof(permit.breaker) &&
			state.lastCause === "transient" &&
			state.lastOpenedBy !== key,
		...(permit.trialOwner !== undefined && state.kind !== "closed"
			? { trialOf: state.cause }
			: {}),
	};
}

function envelopeOf(
	{ message }: KeyedMessage,
	{ frozen }: LedgerRow,
	pending: readonly number[],
	{ deps }: Batch,
): Envelope {
	const addresses = recipientsOf(message);
	return {
		from: deps.toEnvelopeAddress(frozen.fromAddress),
		to: pending.map((index) => ({
			index,
			address: deps.toEnvelopeAddress(addresses[index] ?? ""),
		})),
	};
}

function isExpired(
	{ message: { notAfter } }: KeyedMessage,
	row: LedgerRow,
	{ deps }: Batch,
): boolean {
	return (
		notAfter !== undefined && notAfter <= deps.clock.now() && mayExpire(row)
	);
}

/** Whether the session had ended before this message: the server had not taken a word of it. */
function endedBefore(result: SendResult): boolean {
	if (result.kind === "refused") return classifyReply(result.reply).reconnect;
	return (
		result.kind === "lost" &&
		result.failure.stage === "mail" &&
		!result.failure.handedOver
	);
}

/** Remembers what failed in a row in this environment; a success ends it. */
function learn(
	result: SendResult,
	key: string,
	freshSession: boolean,
	{ memory, deps }: Batch,
): void {
	if (result.kind === "accepted") memory.streak = NO_STREAK;
	// A session that was new cannot have been idle too long: it was lost at this message.
	if (result.kind === "lost" || (freshSession && endedBefore(result))) {
		memory.streak = withLostConnection(memory.streak, key);
	}
	const replies = [
		...(result.kind === "refused" ? [result.reply] : []),
		...result.refused.map(({ reply }) => reply),
	];
	for (const reply of replies.slice(0, 3)) {
		const { cause, escalates } = classifyReply(reply);
		deps.metrics.add("smtpRefused", 1, cause);
		if (escalates) memory.streak = withRefusal(memory.streak, cause, key);
	}
	if (result.kind === "lost") deps.metrics.add("smtpRefused", 1, "transient");
}
