import type { Brake } from "../../core/breaker/brake.ts";
import type { Breaker } from "../../core/breaker/breaker.ts";
import type { Credential } from "../../core/credential/credential.ts";
import type { SenderFailure } from "../../core/delivery/decision.ts";
import { type FailureRun, NO_RUN } from "../../core/delivery/failure-run.ts";
import type { ProducerNames } from "../../core/delivery/producer-names.ts";
import type { Senders } from "../../core/quota/senders.ts";
import type { Secret } from "../shared/deps.ts";
import type { OutcomeDetail, SendingDeps } from "./deps.ts";

/** What one environment remembers between invocations. */
export interface Memory {
	run: FailureRun;
	/** Set after a login that failed, until one works. */
	brake: Brake | undefined;
	/** Set after a further connection whose login Google refused, until one works. */
	slotBrake: Brake | undefined;
	/** How long Google took for the last message that it has taken, from MAIL to its 250. */
	sendMs: number | undefined;
	/** Messages that Google has taken, and the table does not count yet. */
	uncounted: number;
	/** Who has sent last, as the last reservation found it. */
	senders: Senders;
	/** The names that roles have been granted; read once. */
	names: ProducerNames | undefined;
	/** Whether its code has been gone through once. */
	isWarm: boolean;
	/** Epoch ms at which the end of a batch was noted in the table last. */
	notedAt: number;
}

export function newMemory(): Memory {
	return {
		run: NO_RUN,
		brake: undefined,
		slotBrake: undefined,
		sendMs: undefined,
		uncounted: 0,
		senders: [],
		names: undefined,
		isWarm: false,
		notedAt: 0,
	};
}

/** One invocation: what its parts share. */
export interface Batch {
	readonly deps: SendingDeps;
	readonly memory: Memory;
	/** Epoch ms at which Lambda ends the invocation. */
	readonly deadline: number;
	readonly events: OutcomeDetail[];
	/** Recipients that Google has counted or may have, by SQS message id. */
	readonly taken: Map<string, number>;
	/** Producers of the messages that Google has refused as such, once for each. */
	readonly refused: string[];
	/** When the messages were put on the queue whose failure shows nobody's fault. Epoch ms. */
	readonly failing: number[];
}

/** A batch that may send, and what it works with. */
export interface AdmittedBatch extends Batch {
	readonly credential: Credential;
	readonly secret: Secret;
	breaker: Breaker;
	/** Owner of the token while a message's 250 has to show that the cause is gone. */
	trialOwner: string | undefined;
	/** Set when the account failed: nothing more is started. */
	stopped: SenderFailure | undefined;
}

/** How many messages Google has ever taken, as far as is known by now; undefined: the table does not answer. */
export async function countSent({
	deps,
	memory,
}: Batch): Promise<number | undefined> {
	const quota = await deps.quota.read();
	return quota === "unavailable" ? undefined : quota.sent + memory.uncounted;
}
