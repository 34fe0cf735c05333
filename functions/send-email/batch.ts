import type { Breaker } from "../../core/breaker/breaker.ts";
import { BUDGET } from "../../core/contract.ts";
import type { Credential } from "../../core/credential/credential.ts";
import {
	type ConsecutiveFailures,
	NO_FAILURES,
} from "../../core/delivery/consecutive-failures.ts";
import type { SenderFailure } from "../../core/delivery/decision.ts";
import type { Secret } from "../shared/deps.ts";
import type { OutcomeDetail, SendingDeps } from "./deps.ts";

/** What one environment remembers between invocations. */
export interface Memory {
	failures: ConsecutiveFailures;
	/** Local brake when the breaker could not be written: epoch ms. */
	brakeUntil: number;
	/** Version of the breaker that was read last. */
	breakerVersion: number;
	/** Ends with the login that is under way: they go one after another. */
	logins: Promise<unknown>;
}

export function newMemory(): Memory {
	return {
		failures: NO_FAILURES,
		brakeUntil: 0,
		breakerVersion: 0,
		logins: Promise.resolve(),
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

export function msLeft({ deadline, deps }: Batch): number {
	return deadline - deps.clock.now();
}

/** Whether a message that is started now ends before the invocation does. */
export function isTimeToSend(batch: Batch): boolean {
	return msLeft(batch) > (BUDGET.send + BUDGET.settle) * 1000;
}
