import { type Batch, extraOf } from "./batch.ts";
import { LEASE_MARGIN_SECONDS } from "./contract.ts";
import type { QueueRecord } from "./deps.ts";
import {
	type ClaimDecision,
	type ClaimRequest,
	decideClaim,
	type LedgerRow,
} from "./domain/ledger.ts";
import { freeze } from "./domain/mail.ts";
import { canonicalMessage, type Message } from "./domain/message.ts";

/** A message whose idempotency key is known. */
export interface KeyedMessage {
	readonly record: QueueRecord;
	readonly message: Message;
	readonly key: string;
	/** Failure number it carries back from the dead-letter queue. */
	readonly redrivenFailure: number | undefined;
}

/** What the ledger says of a message; for `claim` and `expire` the row is written. */
export type Claim =
	| Exclude<ClaimDecision, { kind: "in-doubt" }>
	/** `lastOwner` guards the write that settles it. */
	| {
			readonly kind: "in-doubt";
			readonly row: LedgerRow;
			readonly lastOwner: string;
	  }
	| { readonly kind: "unavailable" };

/** Claims a message for this invocation by one conditional write. */
export async function claimMessage(
	{ record, message, key, redrivenFailure }: KeyedMessage,
	batch: Batch,
): Promise<Claim> {
	const { deps, deadline } = batch;
	const { ledger, config } = deps;
	const now = deps.clock.now();
	const request: ClaimRequest = {
		now,
		owner: deps.newId(),
		leaseEnd: deadline + LEASE_MARGIN_SECONDS * 1000,
		hash: deps.digest(canonicalMessage(message)),
		frozen: freeze(message, config, {
			keyHash: deps.digest(`${config.mailbox}\n${key}`),
			now,
		}),
		redrivenFailure,
		expired: message.notAfter !== undefined && message.notAfter <= now,
		onAmbiguous: config.onAmbiguous,
	};
	// A first receive is nearly always a message nobody has seen: one write, no read.
	if (record.receiveCount <= 1 && redrivenFailure === undefined) {
		const decision = decideClaim(undefined, request);
		if (decision.kind !== "claim" && decision.kind !== "expire")
			return unexpected(decision);
		const written = await ledger.begin(key, decision.row);
		if (written === "written") return decision;
		if (written === "unavailable") return { kind: "unavailable" };
	}
	return claimKnown(key, request, batch, record);
}

async function claimKnown(
	key: string,
	request: ClaimRequest,
	batch: Batch,
	record: QueueRecord,
): Promise<Claim> {
	const { ledger } = batch.deps;
	const row = await ledger.read(key);
	if (row === "unavailable") return { kind: "unavailable" };
	// An SDK retry after a lost answer finds the claim taken: by itself.
	if (row?.lastOwner === request.owner && row.state.kind === "SENDING")
		return { kind: "claim", row };
	const decision = decideClaim(row, request);
	if (decision.kind === "in-doubt")
		return { ...decision, lastOwner: row?.lastOwner ?? "" };
	if (decision.kind !== "claim" && decision.kind !== "expire") return decision;
	const written =
		row === undefined
			? await ledger.begin(key, decision.row)
			: await ledger.write(
					key,
					decision.row,
					row.lastOwner,
					extraOf(record, batch),
				);
	if (written === "written") return decision;
	if (written === "unavailable") return { kind: "unavailable" };
	const again = await ledger.read(key);
	if (
		again !== "unavailable" &&
		again?.lastOwner === request.owner &&
		again.state.kind === decision.row.state.kind
	) {
		return { ...decision, row: again };
	}
	return { kind: "wait", until: request.now + 60_000 };
}

function unexpected(decision: ClaimDecision): never {
	throw new Error(`Cannot claim an unseen message as ${decision.kind}`);
}
