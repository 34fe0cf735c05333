import { BUDGET, LEASE_MARGIN_SECONDS } from "../../core/contract.ts";
import type { Batch } from "./batch.ts";

/** How long the bytes of all objects may take that a message needs, once S3 has answered. */
export const READ_MS = 15_000;

/** How long a certificate of SNS's may take. */
export const CERTIFICATE_MS = 2000;

/** A message's body, the files of the messages before it, and its own; besides, what shows where an event comes from. */
export const MOST_READ_MS = 3 * READ_MS + CERTIFICATE_MS;

/**
 * Calls to AWS, one after another, that a step makes at most. No step begins that could not end within the batch's
 * time though none of them is answered.
 */
export const CALLS = {
	/** The answer for the queue: what comes back. */
	end: 1,
	/** A claim: recipients' key (read, made, read again), then begun, read, written, read again. */
	claim: 7,
	/** A row's write. */
	write: 1,
	/** An item that is read, written, and read again when the answer is lost. */
	change: 3,
	/** Marks (looked up, set, looked at again), a body in S3, the row it points to, its own rows, its files. */
	read: 7,
	/** After a login that failed: what others have sent, then the breaker. */
	brake: 4,
} as const;

/** For what is not a call. */
const MARGIN_MS = 1000;

export function msLeft({ deadline, deps }: Batch): number {
	return deadline - deps.clock.now();
}

/** Whether so many calls, and `ms` besides, still fit before what has to come at the end. */
export function isTimeFor(calls: number, batch: Batch, ms = 0): boolean {
	return msLeft(batch) >= msFor(calls, batch) + ms;
}

/** What so many calls and the end take at most, in ms. */
export function msFor(calls: number, { deps }: Pick<Batch, "deps">): number {
	return (calls + CALLS.end) * deps.callMs + MARGIN_MS;
}

/** Whether a message that is claimed or sent now is written down before the invocation ends. */
export function isTimeToSend(batch: Batch): boolean {
	return (
		isTimeFor(CALLS.write, batch, BUDGET.send * 1000) &&
		isTimeFor(CALLS.claim + CALLS.write, batch)
	);
}

/** Clocks differ. */
const CLOCKS_MS = 5000;

/** Epoch ms at which every claim of this batch is over. */
export function leaseEnd({ deadline }: Batch): number {
	return deadline + LEASE_MARGIN_SECONDS * 1000;
}

/** Epoch ms from which a message may be claimed anew whose claim this batch may still hold. */
export function afterLease(batch: Batch): number {
	return leaseEnd(batch) + CLOCKS_MS;
}
