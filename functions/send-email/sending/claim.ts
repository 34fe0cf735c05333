import {
	type ClaimRequest,
	decideClaim,
} from "../../../core/delivery/ledger.ts";
import type { LedgerRow } from "../../../core/delivery/ledger-row.ts";
import { freeze } from "../../../core/delivery/mail.ts";
import type {
	Claim,
	OfRow,
	Rejection,
} from "../../../core/delivery/outcome.ts";
import type { Place } from "../../../core/delivery/space.ts";
import { problem } from "../../../core/message/problem.ts";
import type { AdmittedBatch } from "../batch.ts";
import { leaseEnd } from "../deadline.ts";
import type { Deliverable, KeyedMessage, RejectedMessage } from "../record.ts";

/** Claims a message for this invocation by one conditional write. What is rejected is looked up alone. */
export async function claimMessage(
	message: Deliverable,
	batch: AdmittedBatch,
): Promise<KeyedClaim | Exclude<Claim, { kind: "claim" }>> {
	if (message.kind === "rejected") return claimRejected(message, batch);
	const claim = await claimKeyed(message, batch);
	if (claim.kind !== "claim") return claim;
	const { rule } = message;
	return rule?.kind === "cancel"
		? { ...claim, kind: "cancel", rule }
		: { ...claim, kind: "claim", message };
}

/** A message that is to be sent now. */
export interface KeyedClaim extends OfRow {
	readonly kind: "claim";
	readonly message: KeyedMessage;
}

/** What a Message-ID is the hash of. */
export function keyText(
	{ space, id }: Omit<Place, "row">,
	{ mailbox }: { readonly mailbox: string },
): string {
	return `${mailbox}\n${space}\n${id}`;
}

/** A file or route that is gone by now does not make what was sent before a failure. */
async function claimRejected(
	{ record, rejection, place }: RejectedMessage,
	{ deps }: AdmittedBatch,
): Promise<Exclude<Claim, { kind: "claim" }>> {
	const { identity, isBadByItself } = rejection;
	const isSeldom = identity === undefined && record.receiveCount <= 1;
	if (isBadByItself || isSeldom) return { kind: "reject", rejection };
	const row = await deps.ledger.read(place.row);
	if (row === "unavailable") return { kind: "unavailable" };
	// Another message with its key is no reason to let it go without a word.
	if (identity !== undefined && row?.hash !== identity)
		return { kind: "reject", rejection };
	switch (row?.state.kind) {
		case "SENT":
			return { kind: "acknowledge", because: "sent", since: row.writtenAt };
		case "EXPIRED":
			return { kind: "acknowledge", because: "expired", since: row.writtenAt };
		default:
			return { kind: "reject", rejection };
	}
}

async function claimKeyed(
	keyed: KeyedMessage,
	batch: AdmittedBatch,
): Promise<Claim> {
	const { record, origin, place } = keyed;
	const at = place.row;
	const { ledger } = batch.deps;
	const asked = await requestOf(keyed, batch);
	// What its files make of it is not known when they come too slowly: it is taken for what it was.
	const requestFor = (row: LedgerRow | undefined): ClaimRequest =>
		keyed.files === "too-slow" ? withRendering(asked, row?.rendered) : asked;
	// A first receive is nearly always a message nobody has seen: one write, no read.
	const isNew =
		record.receiveCount <= 1 && origin.redrivenFailure === undefined;
	const begun = isNew
		? await claimAs(undefined, at, requestFor(undefined), ledger)
		: LOST;
	if (begun !== LOST) return begun;
	const row = await ledger.read(at);
	if (row === "unavailable") return { kind: "unavailable" };
	const claim =
		mine(row, asked) ?? (await claimAs(row, at, requestFor(row), ledger));
	if (claim !== LOST) return claim;
	const again = await ledger.read(at);
	if (again === "unavailable") return { kind: "unavailable" };
	return mine(again, asked) ?? { kind: "wait", until: asked.now + 60_000 };
}

function withRendering(
	{ rendered: _unknown, ...request }: ClaimRequest,
	rendered: string | undefined,
): ClaimRequest {
	return { ...request, ...(rendered === undefined ? {} : { rendered }) };
}

const UNWRITABLE: Rejection = {
	cause: "unreadable",
	problems: [
		problem(
			"",
			"what has to be remembered of it does not fit into the sender's table; send it with fewer recipients, tags and headers",
		),
	],
	isBadByItself: true,
	noEvents: false,
	taskToken: undefined,
};

/** Somebody else was first, or the answer was lost. */
const LOST = undefined;

/** Claims what the ledger holds as `row`. */
async function claimAs(
	row: LedgerRow | undefined,
	at: string,
	request: ClaimRequest,
	ledger: AdmittedBatch["deps"]["ledger"],
): Promise<Claim | typeof LOST> {
	const decision = decideClaim(row, request);
	switch (decision.kind) {
		case "claim":
		case "expire": {
			const written =
				row === undefined
					? await ledger.begin(at, decision.row)
					: await ledger.write(at, decision.row, row.lastOwner);
			if (written === "unwritable")
				return { kind: "reject", rejection: UNWRITABLE };
			return written === "written" ? ofWritten(decision) : LOST;
		}
		case "in-doubt":
		case "too-late":
		case "changed":
			return { ...decision, lastOwner: row?.lastOwner ?? "" };
		default:
			return decision;
	}
}

async function requestOf(
	{
		message,
		place,
		origin: { producer, redrivenFailure, sentAt },
		identity,
		rendering,
		recipients,
	}: KeyedMessage,
	batch: AdmittedBatch,
): Promise<ClaimRequest> {
	const { deps } = batch;
	const { config } = deps;
	const now = deps.clock.now();
	return {
		now,
		owner: deps.newId(),
		leaseEnd: leaseEnd(batch),
		hash: identity,
		...(rendering === undefined ? {} : { rendered: rendering }),
		frozen: freeze(message, config, {
			keyHash: deps.digest(keyText(place, config)),
			now,
		}),
		sentAt,
		redrivenFailure,
		expired: message.notAfter !== undefined && message.notAfter <= now,
		onAmbiguous: config.onAmbiguous,
		producer,
		recipientHashes: await deps.hashRecipients(recipients),
	};
}

/** A write whose answer was lost may have been done all the same: the owner tells. */
function mine(
	row: LedgerRow | undefined,
	{ owner }: ClaimRequest,
): Claim | undefined {
	if (row?.lastOwner !== owner) return undefined;
	if (row.state.kind === "SENDING") return ofWritten({ kind: "claim", row });
	return row.state.kind === "EXPIRED"
		? ofWritten({ kind: "expire", row })
		: undefined;
}

function ofWritten({
	kind,
	row,
}: {
	readonly kind: "claim" | "expire";
	readonly row: LedgerRow;
}): Claim {
	return { kind, row, lastOwner: row.lastOwner };
}
