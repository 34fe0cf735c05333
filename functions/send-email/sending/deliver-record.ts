import type { Rule } from "../../../core/breaker/holds.ts";
import type { LedgerRow } from "../../../core/delivery/ledger.ts";
import type { Problem } from "../../../core/message/message.ts";
import type { Batch, Permit } from "../batch.ts";
import { comeBackAt, type Disposition, release } from "../disposition.ts";
import type {
	Deliverable,
	KeyedMessage,
	QueueRecord,
	Rejection,
} from "../record.ts";
import { answerSettled } from "../settlement/answer-task.ts";
import {
	addresseeOf,
	deadLetter,
	settleDead,
	settleRejected,
} from "../settlement/dead-letters.ts";
import { expired } from "../settlement/settle.ts";
import { type Claim, claimMessage } from "./claim.ts";
import { type Delivered, sendClaimed, unsettledOf } from "./send.ts";

/** The way of one message: claim, send, decide, record. */
export async function deliverRecord(
	read: Deliverable,
	slotIndex: number,
	permit: Permit,
	batch: Batch,
): Promise<Delivered> {
	const { record } = read;
	if (read.kind === "rejected") {
		const { rejection } = read;
		return { rest: rejectedOrOver(rejection, record, batch) };
	}
	const { rule } = read;

	const claim = await claimMessage(read.keyed, batch);
	const keyed = ofFirstProducer(read.keyed, claim);
	switch (claim.kind) {
		case "acknowledge":
			return { rest: answerAgain(claim.because, keyed, batch) };
		case "wait":
			return done(comeBackAt(claim.until, batch));
		case "unavailable":
			batch.deps.metrics.add("stateUnreachable", 1);
			return done(release(record, batch));
		case "expire":
			return { rest: expired(keyed, batch) };
		case "in-doubt":
		case "too-late":
		case "changed": {
			const { row, lastOwner } = claim;
			return {
				rest: settleDead(
					{
						...(claim.kind === "in-doubt"
							? { cause: "in-doubt" }
							: {
									cause: "transient",
									sentence: claim.kind === "changed" ? CHANGED : TOO_LATE,
								}),
						recipients: unsettledOf(keyed, row),
						reason: {},
					},
					keyed,
					row,
					batch,
					lastOwner,
				),
			};
		}
		case "dead-letter-again": {
			const { row, failed } = claim;
			const { cause, reason, recipients, problems } = failed;
			return {
				rest: deadLetter(
					{
						cause,
						failure: row.failure,
						key: keyed.key,
						hash: row.hash,
						firstAt: new Date(row.firstAt).toISOString(),
						attempts: row.attempts,
						...(reason === undefined ? {} : { reason }),
						...(recipients === undefined ? {} : { recipients }),
						...(problems === undefined ? {} : { problems }),
					},
					addresseeOf(keyed),
					batch,
				),
			};
		}
		case "key-reused":
			return {
				rest: settleRejected(
					{
						cause: "key-reused",
						key: keyed.key,
						problems: [KEY_REUSED],
						isBadByItself: true,
						quiet: keyed.quiet,
						taskToken: keyed.message.taskToken,
					},
					record,
					batch,
				),
			};
		case "claim":
			if (rule?.kind === "cancel") {
				return { rest: cancelled(rule, keyed, claim.row, batch) };
			}
			return sendClaimed(keyed, claim.row, slotIndex, permit, batch);
	}
}

/** A file or route that is gone by now does not make what was sent before a failure. */
async function rejectedOrOver(
	rejection: Rejection,
	record: QueueRecord,
	batch: Batch,
): Promise<Disposition> {
	const { key, taskToken, isBadByItself } = rejection;
	if (record.receiveCount > 1 && !isBadByItself) {
		const row = await batch.deps.ledger.read(key);
		if (row === "unavailable") return release(record, batch);
		const kind = row?.state.kind;
		if (kind === "SENT" || kind === "EXPIRED") {
			const outcome = kind === "SENT" ? "sent" : "expired";
			return answerSettled(
				{ kind: outcome, id: key },
				{ record, taskToken },
				batch,
			);
		}
	}
	return settleRejected(rejection, record, batch);
}

/** It was settled before; whoever waits for it may not have heard, or asks a second time. */
function answerAgain(
	because: "sent" | "expired",
	{ record, key, message: { taskToken } }: KeyedMessage,
	batch: Batch,
): Promise<Disposition> {
	return answerSettled(
		{ kind: because, id: key },
		{ record, taskToken },
		batch,
	);
}

/** A redrive bears the operator's id; the row still knows who sent it first. */
function ofFirstProducer(keyed: KeyedMessage, claim: Claim): KeyedMessage {
	const producer = "row" in claim ? claim.row.producer : undefined;
	return producer === undefined ? keyed : { ...keyed, producer };
}

/** An operator does not want it sent: it is kept, and can be redriven. */
function cancelled(
	{ who, why }: Rule,
	keyed: KeyedMessage,
	row: LedgerRow,
	batch: Batch,
): Promise<Disposition> {
	const doubt = row.doubted ? ` (${MAY_BE_OUT})` : "";
	return settleDead(
		{
			cause: "cancelled",
			recipients: unsettledOf(keyed, row),
			reason: {},
			sentence: `Cancelled by ${who}: ${why}${doubt}`,
		},
		keyed,
		row,
		batch,
	);
}

function done(disposition: Disposition): Delivered {
	return { rest: Promise.resolve(disposition) };
}

const MAY_BE_OUT =
	"it may have been sent before: Google's answer to an earlier try was lost";

const TOO_LATE =
	"Its notAfter has passed: some recipients were settled before, these were not.";

const CHANGED =
	"Its route, template or file has changed since some recipients got it, or may have got it: these were not sent another version.";

const KEY_REUSED: Problem = {
	pointer: "/id",
	sentence:
		"Cannot send the message as its id belongs to another message with other content: give every message an id of its own, derived from the business event it tells of.",
};
