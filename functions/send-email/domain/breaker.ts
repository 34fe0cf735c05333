import { breakerDelaySeconds } from "./backoff.ts";
import type { SenderCause } from "./causes.ts";
import type { SenderFailure } from "./decision.ts";
import type { SmtpStage } from "./smtp-reply.ts";
import { UP_TO_AUTH } from "./smtp-reply-rules.ts";

/** The last failure that opened the breaker, kept while it is open or half-open. */
export interface OpenFacts {
	readonly cause: SenderCause;
	readonly stage: SmtpStage;
	/** Redacted. */
	readonly reply: string;
	/** Epoch ms: begin of this outage. */
	readonly since: number;
	/** Epoch ms: nothing is tried before, unless the secret has a new version. */
	readonly until: number;
	/** How often in a row it has opened, from 1: the back-off's exponent. */
	readonly attempt: number;
	/** Version of the secret that failed. */
	readonly secretVersion: string;
	/** Idempotency key of the message that opened it; absent when a login did. */
	readonly openedBy?: string;
}

export type BreakerState = (
	| {
			readonly kind: "closed";
			readonly lastGoodSecretVersion?: string;
			readonly closedAt?: number;
			readonly lastAttempt?: number;
	  }
	| ({ readonly kind: "open" } & OpenFacts)
	/** One environment holds the token and finds out; everybody else waits. */
	| ({
			readonly kind: "half-open";
			readonly owner: string;
			readonly leaseUntil: number;
	  } & OpenFacts)
) & {
	/** Keys of messages that opened it and saw another message's 250 close it; the newest last. */
	readonly suspects?: readonly string[];
};

/** The breaker of one mailbox. `version` makes every write conditional on what was read. */
export interface Breaker {
	readonly version: number;
	readonly state: BreakerState;
}

export const CLOSED: Breaker = { version: 0, state: { kind: "closed" } };

export type Gate =
	| { readonly kind: "closed" }
	| {
			readonly kind: "blocked";
			readonly cause: SenderCause;
			readonly since: number;
			readonly until: number;
	  }
	/** The time has come for one try; whoever writes `trial()` first makes it. */
	| { readonly kind: "trial-due"; readonly facts: OpenFacts };

const HOUR_MS = 3_600_000;
const CALM_MS = 600_000;

/** Whether mail may go now. `secretVersion` is the secret's current version. */
export function gateOf(
	{ state }: Breaker,
	now: number,
	secretVersion: string,
): Gate {
	if (state.kind === "closed") return { kind: "closed" };
	const { cause, since, until } = state;
	if (state.kind === "half-open" && state.leaseUntil > now) {
		return { kind: "blocked", cause, since, until: state.leaseUntil };
	}
	const renewed =
		isMendedBySecret(cause) && state.secretVersion !== secretVersion;
	if (until > now && !renewed) return { kind: "blocked", cause, since, until };
	return { kind: "trial-due", facts: state };
}

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

/** The breaker after somebody takes the token. */
export function trial(
	breaker: Breaker,
	token: { readonly owner: string; readonly leaseUntil: number },
): Breaker {
	const { state, version } = breaker;
	if (state.kind === "closed") return breaker;
	return {
		version: version + 1,
		state: { ...state, kind: "half-open", ...token },
	};
}

/** The breaker after a failure of the account. */
export function opened(
	breaker: Breaker,
	failure: SenderFailure & {
		readonly secretVersion: string;
		readonly openedBy?: string;
	},
	now: number,
): Breaker {
	const { state, version } = breaker;
	const attempt = attemptsBefore(state, failure.cause, now) + 1;
	const { cause, stage, reply = "", secretVersion, openedBy } = failure;
	return {
		version: version + 1,
		state: {
			kind: "open",
			cause,
			stage,
			reply,
			since:
				state.kind === "closed" || state.cause !== cause ? now : state.since,
			until: now + delayMs(cause, attempt),
			attempt,
			secretVersion,
			...(openedBy === undefined ? {} : { openedBy }),
			...(state.suspects === undefined ? {} : { suspects: state.suspects }),
		},
	};
}

/**
 * The breaker after a login, or the 250 of message `by`, has shown that the cause is gone. If it was
 * another message that had opened it, that one becomes a suspect, beside those before it.
 */
export function closed(
	breaker: Breaker,
	secretVersion: string,
	now: number,
	by?: string,
): Breaker {
	const { state, version } = breaker;
	return {
		version: version + 1,
		state: {
			kind: "closed",
			lastGoodSecretVersion: secretVersion,
			closedAt: now,
			...(state.kind === "closed" ? {} : { lastAttempt: state.attempt }),
			...suspectsOf(state, by),
		},
	};
}

const SUSPECTS_KEPT = 20;

function suspectsOf(state: BreakerState, by: string | undefined) {
	const before = state.suspects ?? [];
	const { openedBy } = state.kind === "closed" ? {} : state;
	const isNew = by !== undefined && openedBy !== undefined && openedBy !== by;
	const suspects = isNew
		? [...before.filter((key) => key !== openedBy), openedBy]
		: before;
	return suspects.length === 0
		? {}
		: { suspects: suspects.slice(-SUSPECTS_KEPT) };
}

// A login that succeeds between two refusals of the same kind must not reset the back-off.
function attemptsBefore(
	state: BreakerState,
	cause: SenderCause,
	now: number,
): number {
	if (state.kind !== "closed") return state.cause === cause ? state.attempt : 0;
	const calm = state.closedAt === undefined || now - state.closedAt > CALM_MS;
	return calm ? 0 : (state.lastAttempt ?? 0);
}

function delayMs(cause: SenderCause, attempt: number): number {
	if (cause === "auth" || cause === "quota") return HOUR_MS;
	return breakerDelaySeconds(attempt) * 1000;
}
