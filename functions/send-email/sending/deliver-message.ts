import { outcomeOfClaim } from "../../../core/delivery/outcome.ts";
import type { AdmittedBatch } from "../batch.ts";
import type { SmtpSlot } from "../deps.ts";
import type { Disposition } from "../disposition.ts";
import type { Deliverable } from "../record.ts";
import { settle } from "../settlement/settle.ts";
import { claimMessage } from "./claim.ts";
import { type Attempt, sendClaimed } from "./send.ts";

export interface Delivery {
	readonly attempt: Attempt;
	/** What is still being written down does not hold up the slot: the next message is sent meanwhile. */
	readonly settled: Promise<Disposition>;
}

/** The way of one message: claim, send, decide, record. `slot`: the connection it goes by. */
export async function deliverMessage(
	message: Deliverable,
	slot: SmtpSlot,
	batch: AdmittedBatch,
): Promise<Delivery> {
	const claim = await claimMessage(message, batch);
	const attempt =
		claim.kind === "claim"
			? await sendClaimed(claim, slot, batch)
			: { outcome: outcomeOfClaim(claim, countOf(message)) };
	return { attempt, settled: settle(attempt.outcome, message, batch) };
}

function countOf(message: Deliverable): number {
	return message.kind === "keyed" ? message.recipients.length : 0;
}
