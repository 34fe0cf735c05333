import { isCrowded } from "../../core/breaker/crowd.ts";
import { MAX_VISIBILITY_SECONDS } from "../../core/contract.ts";
import {
	askAgainSeconds,
	crowdedSeconds,
	heldSeconds,
	passOnSeconds,
	releaseDelaySeconds,
} from "../../core/delivery/backoff.ts";
import type { AdmittedBatch, Batch } from "./batch.ts";
import type { QueueRecord } from "./record.ts";

/** What becomes of a record: deleted by the mapping, or back in the queue after a while. */
export type Disposition =
	| { readonly kind: "acknowledge" }
	| { readonly kind: "come-back"; readonly delaySeconds: number };

export type Dispositions = ReadonlyMap<QueueRecord, Disposition>;

export const ACKNOWLEDGE: Disposition = { kind: "acknowledge" };

/** A record that waits through no fault of its own. */
export function release(record: QueueRecord, { deps }: Batch): Disposition {
	return {
		kind: "come-back",
		delaySeconds: releaseDelaySeconds(record.receiveCount, deps.random()),
	};
}

/** A record that somebody, or the next batch, can take at once. */
export function passOn(
	{ receiveCount }: QueueRecord,
	{ deps }: Batch,
): Disposition {
	return {
		kind: "come-back",
		delaySeconds: passOnSeconds(receiveCount, deps.random()),
	};
}

/** A record that an operator's rule holds. */
export function holdBack(
	{ receiveCount }: QueueRecord,
	{ deps }: Batch,
): Disposition {
	return {
		kind: "come-back",
		delaySeconds: heldSeconds(receiveCount, deps.random()),
	};
}

/** A record that should ask again by `until` or soon after. */
export function askAgainBy(
	until: number,
	{ receiveCount }: QueueRecord,
	{ deps }: Batch,
): Disposition {
	const seconds = (until - deps.clock.now()) / 1000;
	return {
		kind: "come-back",
		delaySeconds: askAgainSeconds(receiveCount, seconds, deps.random()),
	};
}

/** The time from the receive to this decision counts, too. */
const LONGEST_AWAY_SECONDS = MAX_VISIBILITY_SECONDS - 200;

/** A record that may be tried from `until` on; SQS allows 12 hours of invisibility at most. */
export function comeBackAt(until: number, { deps }: Batch): Disposition {
	const seconds =
		Math.ceil((until - deps.clock.now()) / 1000) + Math.ceil(3 * deps.random());
	return {
		kind: "come-back",
		delaySeconds: Math.min(LONGEST_AWAY_SECONDS, Math.max(1, seconds)),
	};
}

/** Whatever a record waits for, in a crowded queue it comes to ask sooner. */
export function unlessCrowded(
	dispositions: Dispositions,
	{ breaker, deps }: AdmittedBatch,
): Dispositions {
	if (!isCrowded(breaker, deps.clock.now())) return dispositions;
	return new Map(
		[...dispositions].map(([record, disposition]) => [
			record,
			disposition.kind === "acknowledge"
				? disposition
				: {
						...disposition,
						delaySeconds: crowdedSeconds(
							record.receiveCount,
							disposition.delaySeconds,
						),
					},
		]),
	);
}
