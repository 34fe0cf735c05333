import {
	CONNECTION_FAILURES_THAT_OPEN,
	decide,
} from "../../../core/delivery/decide.ts";
import type { SenderFailure } from "../../../core/delivery/decision.ts";
import { mayExpire } from "../../../core/delivery/ledger.ts";
import {
	type OfRow,
	type Outcome,
	pendingRecipients,
} from "../../../core/delivery/outcome.ts";
import type { SmtpResult } from "../../../core/smtp/smtp-result.ts";
import { prepareSlot, type SlotState } from "../admission/login.ts";
import { type AdmittedBatch, isTimeToSend } from "../batch.ts";
import type { KeyedMessage } from "../record.ts";
import type { KeyedClaim } from "./claim.ts";
import { composeMail, type Parcel } from "./compose-mail.ts";
import { endedBefore, learnFromResult } from "./learn.ts";

/** What a try came to. Nothing of it is written down yet. */
export interface Attempt {
	readonly outcome: Outcome;
	/** The account failed. */
	readonly failure?: SenderFailure;
	/** Google took a message: the account is well. */
	readonly accepted?: boolean;
}

/** Sends a claimed message on a slot, and decides what becomes of it. */
export async function sendClaimed(
	{ message, row, lastOwner }: KeyedClaim,
	slot: number,
	batch: AdmittedBatch,
): Promise<Attempt> {
	const of = { row, lastOwner };
	const pending = pendingRecipients(message.recipients.length, row.progress);
	const composed = await composeMail(message, row, pending, batch);
	if (composed.kind === "unavailable") return uncharged(of);
	if (composed.kind === "refused") {
		return {
			outcome: {
				...composed,
				cause: "bad-message",
				recipients: pending,
				reason: {},
				...of,
			},
		};
	}
	const transmitted = await transmit(message, composed, slot, of, batch);
	if (transmitted.kind === "not-sent") return transmitted.attempt;
	const { result, isFresh } = transmitted;
	const situation = learnFromResult(
		result,
		{ message, row, pending, isFresh },
		batch,
	);
	const { message: decision, open } = decide(result, situation);
	const settled = { ...row, progress: decision.progress };
	return {
		outcome: { ...decision, row: settled, lastOwner },
		accepted: result.kind === "accepted",
		...(open === undefined ? {} : { failure: open }),
	};
}

type Transmitted =
	| {
			readonly kind: "transmitted";
			readonly result: SmtpResult;
			/** The session was logged in for this message. */
			readonly isFresh: boolean;
	  }
	| { readonly kind: "not-sent"; readonly attempt: Attempt };

async function transmit(
	message: KeyedMessage,
	{ envelope, bytes }: Parcel,
	index: number,
	of: OfRow,
	batch: AdmittedBatch,
): Promise<Transmitted> {
	const slot = batch.deps.slots[index];
	for (let round = 0; ; round += 1) {
		const ready = await prepareSlot(index, batch);
		if (ready.kind !== "ready" || slot === undefined || !isTimeToSend(batch)) {
			return { kind: "not-sent", attempt: notSent(ready, of, batch) };
		}
		if (round === 0 && isExpired(message, of, batch)) {
			const outcome = { kind: "expired", isRecorded: false, ...of } as const;
			return { kind: "not-sent", attempt: { outcome } };
		}
		const result = await slot.send(envelope, bytes);
		if (round > 0 || ready.fresh || !endedBefore(result)) {
			return { kind: "transmitted", result, isFresh: ready.fresh };
		}
		// A warm connection that had died unnoticed: nobody is to blame, a new one is tried.
		slot.close();
	}
}

/** The message waits, uncharged; the account's failure, if it was one, is told. */
function notSent(
	slot: SlotState,
	of: OfRow,
	{ memory }: AdmittedBatch,
): Attempt {
	if (slot.kind !== "failed") return uncharged(of);
	const lost = memory.failures.lostConnections.length;
	const isAccounts = !slot.lost || lost >= CONNECTION_FAILURES_THAT_OPEN;
	return isAccounts
		? { ...uncharged(of), failure: slot.failure }
		: uncharged(of);
}

function uncharged(of: OfRow): Attempt {
	const { progress } = of.row;
	return { outcome: { kind: "release", progress, ...of } };
}

function isExpired(
	{ message: { notAfter } }: KeyedMessage,
	{ row }: OfRow,
	{ deps }: AdmittedBatch,
): boolean {
	return (
		notAfter !== undefined && notAfter <= deps.clock.now() && mayExpire(row)
	);
}
