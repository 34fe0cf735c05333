import type { Breaker } from "../../core/breaker/breaker.ts";
import { BUDGET, DEAD_LETTER_ATTRIBUTE } from "../../core/contract.ts";
import type { Credential } from "../../core/credential/credential.ts";
import {
	askAgainSeconds,
	releaseDelaySeconds,
} from "../../core/delivery/backoff.ts";
import { readFacts } from "../../core/delivery/dead-letter.ts";
import type { SenderFailure } from "../../core/delivery/decision.ts";
import {
	NO_STREAK,
	type Streak,
} from "../../core/delivery/failures-in-a-row.ts";
import type { LedgerRow } from "../../core/delivery/ledger.ts";
import type {
	Deps,
	OutcomeDetail,
	QueueRecord,
	Secret,
	Written,
} from "./deps.ts";

/** What becomes of a record: deleted by the mapping, or back in the queue after a while. */
export type Disposition =
	| { readonly kind: "acknowledge" }
	| { readonly kind: "come-back"; readonly delaySeconds: number };

export const ACKNOWLEDGE: Disposition = { kind: "acknowledge" };

/** What one environment remembers between invocations. */
export interface Memory {
	streak: Streak;
	/** Local brake when the breaker could not be written: epoch ms. */
	brakeUntil: number;
	/** Version of the breaker that was read last. */
	breakerVersion: number;
	/** Ends with the login that is under way: they go one after another. */
	logins: Promise<unknown>;
}

export function newMemory(): Memory {
	return {
		streak: NO_STREAK,
		brakeUntil: 0,
		breakerVersion: 0,
		logins: Promise.resolve(),
	};
}

/** One invocation: what its parts share. */
export interface Batch {
	readonly deps: Deps;
	readonly memory: Memory;
	/** Epoch ms at which Lambda ends the invocation. */
	readonly deadline: number;
	readonly events: OutcomeDetail[];
	/** Recipients that Google has counted or may have, by SQS message id. */
	readonly taken: Map<string, number>;
}

/** What an admitted batch may work with. */
export interface Permit {
	readonly credential: Credential;
	readonly secret: Secret;
	breaker: Breaker;
	/** Owner of the token while a message's 250 has to show that the cause is gone. */
	trialOwner: string | undefined;
	/** Set when the account failed: nothing more is started. */
	stopped: SenderFailure | undefined;
}

export function msLeft({ deadline, deps }: Batch): number {
	return deadline - deps.clock.now();
}

/** Whether a message that is started now ends before the invocation does. */
export function timeToSend(batch: Batch): boolean {
	return msLeft(batch) > (BUDGET.send + BUDGET.settle) * 1000;
}

/** A record that waits through no fault of its own. */
export function release(record: QueueRecord, { deps }: Batch): Disposition {
	return {
		kind: "come-back",
		delaySeconds: releaseDelaySeconds(record.receiveCount, deps.random()),
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

/** A record that may be tried from `until` on; SQS allows 12 hours of invisibility at most. */
export function comeBackAt(until: number, { deps }: Batch): Disposition {
	const seconds =
		Math.ceil((until - deps.clock.now()) / 1000) + Math.ceil(3 * deps.random());
	return {
		kind: "come-back",
		delaySeconds: Math.min(43_000, Math.max(1, seconds)),
	};
}

/**
 * Repeats a write that must not be lost until it is through or the invocation ends. `landed` tells
 * whether it was done although its answer was lost.
 */
export async function persist(
	write: () => Promise<Written>,
	batch: Batch,
	landed: () => Promise<boolean> = async () => false,
): Promise<Written> {
	for (;;) {
		const written = await write();
		if (written !== "unavailable") return written;
		batch.deps.metrics.add("stateUnreachable", 1);
		if (await landed()) return "written";
		// One more round, and the calls that end the batch, take longer than that.
		if (msLeft(batch) < 14_000) return written;
		await batch.deps.sleep(500);
	}
}

/** Whether a ledger write whose answer was lost has been done: the owner and the state tell. */
export function hasLanded(key: string, next: LedgerRow, { deps }: Batch) {
	return async () => {
		const row = await deps.ledger.read(key);
		return (
			row !== "unavailable" &&
			row?.lastOwner === next.lastOwner &&
			row.state.kind === next.state.kind
		);
	};
}

/** Who sent it first. What was redriven names its producer; whoever has a name speaks for nobody else. */
export function producerOf(record: QueueRecord, batch: Batch): string {
	const id = senderIdOf(record);
	const first = readFacts(record.attributes[DEAD_LETTER_ATTRIBUTE]?.value);
	return (
		grantedName(record, batch) ??
		first?.producer ??
		(id === "" ? "unknown" : id)
	);
}

/** The name that was given at a grant to whoever put this on the queue. */
export function grantedName(
	record: QueueRecord,
	{ deps }: Batch,
): string | undefined {
	return deps.config.producers[senderIdOf(record)];
}

function senderIdOf({ senderId }: QueueRecord): string {
	return senderId.split(":")[0] ?? "";
}
