import type { SenderCause } from "../delivery/causes.ts";
import type { SmtpStage } from "../smtp/reply.ts";
import { UP_TO_AUTH } from "../smtp/reply.ts";
import type { Hold, MessageRule } from "./holds.ts";

/** The last failure that opened the breaker, kept while it is open or half-open. */
export interface OpenFacts {
	readonly cause: SenderCause;
	readonly stage: SmtpStage;
	/** Redacted. */
	readonly reply: string;
	/** Epoch ms: begin of this cause. */
	readonly since: number;
	/** Epoch ms since when Google has taken no message, whatever the causes were. */
	readonly outageSince?: number;
	/** Epoch ms: nothing is tried before, unless the secret has a new version. */
	readonly until: number;
	/** How often in a row it has opened, from 1: the back-off's exponent. */
	readonly attempt: number;
	/** Version of the secret that failed. */
	readonly secretVersion: string;
	/** Idempotency key of the message that opened it; absent when a login did. */
	readonly openedBy?: string;
	/** Epoch ms: end of the lease of the prober that is logging in. */
	readonly probeUntil?: number;
}

export type BreakerState =
	| {
			readonly kind: "closed";
			readonly lastGoodSecretVersion?: string;
			readonly closedAt?: number;
			/** What was the matter before, and how often in a row. */
			readonly lastCause?: SenderCause;
			readonly lastAttempt?: number;
			/** The message that opened it last. */
			readonly lastOpenedBy?: string;
			/** Google has taken a message since it closed. */
			readonly proved?: boolean;
			/** Kept until that is so. */
			readonly outageSince?: number;
	  }
	| ({ readonly kind: "open" } & OpenFacts)
	/** One environment holds the token and finds out; everybody else waits. */
	| ({
			readonly kind: "half-open";
			readonly owner: string;
			readonly leaseUntil: number;
	  } & OpenFacts);

/** One thing that happened to the breaker, for the report of an incident. */
export interface HistoryEntry {
	/** Epoch ms. */
	readonly at: number;
	readonly what: "opened" | "closed" | "held" | "resumed" | "ruled" | "unruled";
	readonly cause?: SenderCause;
	readonly who?: string;
	readonly why?: string;
}

/** The breaker of one mailbox. `version` makes every write conditional on what was read. */
export interface Breaker {
	readonly version: number;
	readonly state: BreakerState;
	/** Keys of messages that opened it and saw another message's 250 close it; the newest last. */
	readonly suspects: readonly string[];
	readonly hold?: Hold;
	readonly rules: readonly MessageRule[];
	/** The newest last. */
	readonly history: readonly HistoryEntry[];
	/** Who wrote last, each write under a name of its own; the newest last. */
	readonly writers?: readonly string[];
}

export const CLOSED: Breaker = {
	version: 0,
	state: { kind: "closed" },
	suspects: [],
	rules: [],
	history: [],
};

/** Whether a new version of the secret can mend this. */
export function isMendedBySecret(cause: SenderCause): boolean {
	return cause === "auth" || cause === "config";
}

/** Whether a login alone shows that the cause is gone; else only a message's 250 does. */
export function loginDecides({ stage, cause }: OpenFacts): boolean {
	return (
		UP_TO_AUTH.includes(stage) || (cause === "config" && stage === "unknown")
	);
}

type Item = Readonly<Record<string, unknown>>;

/** The breaker as it lies in the table: the state's fields, and what stands beside it, side by side. */
export function itemOf({ version, state, ...beside }: Breaker): Item {
	return { v: 1, version, ...state, ...beside };
}

/** Reads a breaker's item; what an older format did not have is empty. */
export function breakerOf(item: Item | undefined): Breaker {
	if (item === undefined) return CLOSED;
	const {
		pk: _key,
		v: _format,
		version,
		suspects = [],
		hold,
		rules = [],
		history = [],
		writers,
		...state
	} = item;
	return {
		version: Number(version),
		state: state as BreakerState,
		suspects: suspects as Breaker["suspects"],
		hold: hold as Breaker["hold"],
		rules: rules as Breaker["rules"],
		history: history as Breaker["history"],
		...(writers === undefined ? {} : { writers: writers as readonly string[] }),
	};
}
