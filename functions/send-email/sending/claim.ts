import { LEASE_MARGIN_SECONDS } from "../../../core/contract.ts";
import {
	type ClaimDecision,
	type ClaimRequest,
	decideClaim,
	type LedgerRow,
} from "../../../core/delivery/ledger.ts";
import { freeze } from "../../../core/delivery/mail.ts";
import { recipientsOf } from "../../../core/message/message.ts";
import type { Batch } from "../batch.ts";
import type { KeyedMessage } from "../record.ts";

/** What the ledger says of a message; for `claim` and `expire` the row is written. */
export type Claim =
	| Exclude<ClaimDecision, { kind: "in-doubt" | "too-late" | "changed" }>
	/** `lastOwner` guards the write that settles it. */
	| {
			readonly kind: "in-doubt" | "too-late" | "changed";
			readonly row: LedgerRow;
			readonly lastOwner: string;
	  }
	| { readonly kind: "unavailable" };

/** Claims a message for this invocation by one conditional write. */
export async function claimMessage(
	keyed: KeyedMessage,
	batch: Batch,
): Promise<Claim> {
	const { record, message, key, producer, redrivenFailure } = keyed;
	const { identity, rendering } = keyed;
	const { deps, deadline } = batch;
	const { ledger, config } = deps;
	const now = deps.clock.now();
	const request: ClaimRequest = {
		now,
		owner: deps.newId(),
		leaseEnd: deadline + LEASE_MARGIN_SECONDS * 1000,
		hash: identity,
		...(rendering === undefined ? {} : { rendered: rendering }),
		frozen: freeze(message, config, {
			keyHash: deps.digest(keyText(key, config)),
			now,
		}),
		redrivenFailure,
		expired: message.notAfter !== undefined && message.notAfter <= now,
		onAmbiguous: config.onAmbiguous,
		producer,
		recipientHashes: await deps.hashRecipients(recipientsOf(message)),
	};
	// A first receive is nearly always a message nobody has seen: one write, no read.
	if (record.receiveCount <= 1 && redrivenFailure === undefined) {
		const decision = decideClaim(undefined, request);
		if (decision.kind !== "claim" && decision.kind !== "expire") {
			throw new Error(`Cannot ${decision.kind} a message never seen`);
		}
		const written = await ledger.begin(key, decision.row);
		if (written === "written") return decision;
	}
	return claimKnown(key, request, batch);
}

/** What a Message-ID is the hash of. */
export function keyText(
	key: string,
	{ mailbox }: { readonly mailbox: string },
): string {
	return `${mailbox}\n${key}`;
}

async function claimKnown(
	key: string,
	request: ClaimRequest,
	batch: Batch,
): Promise<Claim> {
	const { ledger } = batch.deps;
	const row = await ledger.read(key);
	if (row === "unavailable") return { kind: "unavailable" };
	const taken = mine(row, request);
	if (taken !== undefined) return taken;
	const decision = decideClaim(row, request);
	if (
		decision.kind === "in-doubt" ||
		decision.kind === "too-late" ||
		decision.kind === "changed"
	) {
		return { ...decision, lastOwner: row?.lastOwner ?? "" };
	}
	if (decision.kind !== "claim" && decision.kind !== "expire") return decision;
	const written =
		row === undefined
			? await ledger.begin(key, decision.row)
			: await ledger.write(key, decision.row, row.lastOwner);
	if (written === "written") return decision;
	const again = await ledger.read(key);
	if (again === "unavailable") return { kind: "unavailable" };
	return mine(again, request) ?? { kind: "wait", until: request.now + 60_000 };
}

/** A write whose answer was lost may have been done all the same: the owner tells. */
function mine(
	row: LedgerRow | undefined,
	{ owner }: ClaimRequest,
): Claim | undefined {
	if (row?.lastOwner !== owner) return undefined;
	if (row.state.kind === "SENDING") return { kind: "claim", row };
	return row.state.kind === "EXPIRED" ? { kind: "expire", row } : undefined;
}
