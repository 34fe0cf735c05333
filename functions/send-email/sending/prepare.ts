import {
	type OfRow,
	type Outcome,
	outcomeOfClaim,
	pendingRecipients,
} from "../../../core/delivery/outcome.ts";
import type { AdmittedBatch } from "../batch.ts";
import type { Deliverable, KeyedMessage } from "../record.ts";
import { claimMessage, type KeyedClaim } from "./claim.ts";
import { composeMail, type Parcel } from "./compose-mail.ts";
import { filesTooSlow } from "./files-too-slow.ts";

/** What a connection needs of a message, or what becomes of one that takes none. */
export type Ready =
	| ClaimedParcel
	| { readonly kind: "decided"; readonly outcome: Outcome };

/** A message that is claimed and written out. */
export interface ClaimedParcel {
	readonly kind: "parcel";
	readonly message: KeyedMessage;
	readonly of: OfRow;
	/** Its recipients, by index. */
	readonly pending: readonly number[];
	readonly parcel: Parcel;
}

/** The first half of a message's way: it is claimed, and written out as a mail. */
export async function prepareMessage(
	message: Deliverable,
	batch: AdmittedBatch,
): Promise<Ready> {
	const claim = await claimMessage(message, batch);
	if (claim.kind === "claim") return writeOut(claim, batch);
	return decided(outcomeOfClaim(claim, countOf(message)));
}

export async function writeOut(
	{ message, row, lastOwner }: KeyedClaim,
	batch: AdmittedBatch,
): Promise<Ready> {
	const of = { row, lastOwner };
	const pending = pendingRecipients(message.recipients.length, row.progress);
	const { files } = message;
	if (files === "too-slow") return decided(filesTooSlow(pending, of, batch));
	const composed = await composeMail(message, files, row, pending, batch);
	if (composed.kind === "composed")
		return { kind: "parcel", message, of, pending, parcel: composed };
	return decided({
		...composed,
		cause: "bad-message",
		recipients: pending,
		reason: {},
		...of,
	});
}

function decided(outcome: Outcome): Ready {
	return { kind: "decided", outcome };
}

function countOf(message: Deliverable): number {
	return message.kind === "keyed" ? message.recipients.length : 0;
}
