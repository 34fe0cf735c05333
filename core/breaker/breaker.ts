import { BUDGET, MAX_TIMEOUT_SECONDS } from "../contract.ts";
import type { SenderCause } from "../delivery/causes.ts";
import { ITEM_FORMAT } from "../item-format.ts";
import type { SmtpStage } from "../smtp/reply.ts";
import { UP_TO_AUTH } from "../smtp/reply.ts";
import type { Hold, MessageRule } from "./holds.ts";
import type { Refusals } from "./refusals.ts";
import { SUSPECTED_MS, type Suspect } from "./suspect.ts";

/** What is known of an outage, until a message is taken again. */
export interface OpenFacts {
	readonly cause: SenderCause;
	readonly stage: SmtpStage;
	/** Redacted. */
	readonly reply: string;
	/** Epoch ms since when Google has taken no message, whatever the causes were. */
	readonly since: number;
	/** Epoch ms: no message is tried before, unless a login shows that the cause is gone. */
	readonly until: number;
	/** How often in a row the prober, a trial or Google's daily limit has confirmed it: the back-off's exponent. 0: nobody has. */
	readonly attempt: number;
	/** Version of the secret that failed. */
	readonly secretVersion: string;
	/** Epoch ms of the first login of an environment that failed since the prober judged last. */
	readonly unjudgedSince?: number;
	/** Epoch ms: end of the lease of the prober that is logging in. */
	readonly probeUntil?: number;
	/** Epoch ms since when the prober's logins work. */
	readonly worksSince?: number;
}

/** The right to try up to three messages. */
export interface TrialToken {
	readonly owner: string;
	/** Epoch ms: end of its lease. */
	readonly until: number;
}

export type BreakerState =
	| {
			readonly kind: "closed";
			readonly lastGoodSecretVersion?: string;
	  }
	| ({ readonly kind: "open" } & OpenFacts)
	/** One environment holds the token and finds out; everybody else waits. Without a token: whoever comes first takes it. */
	| ({
			readonly kind: "half-open";
			readonly token?: TrialToken;
			/** Trials that were lost since it was open: one batch may hold nothing but messages that nobody takes. */
			readonly lost: number;
	  } & OpenFacts);

/** One thing that happened to the breaker, for the report of an incident. */
export interface HistoryEntry {
	/** Epoch ms. */
	readonly at: number;
	readonly what: "opened" | "closed" | "held" | "resumed" | "ruled" | "unruled";
	readonly cause?: SenderCause;
	readonly who?: string;
	readonly why?: string;
	/** What Google said when it opened; redacted, and cut. */
	readonly reply?: string;
	/** Of a rule that began. */
	readonly rule?: Pick<MessageRule, "kind" | "match">;
}

/** The breaker of one mailbox. `version` makes every write conditional on what was read. */
export interface Breaker {
	readonly version: number;
	readonly state: BreakerState;
	readonly hold?: Hold;
	readonly rules: readonly MessageRule[];
	/** Epoch ms at which so much was last seen in flight that SQS may soon hand out nothing. */
	readonly crowdedAt?: number;
	readonly refusals?: Refusals;
	readonly suspect?: Suspect;
	/** The newest last. */
	readonly history: readonly HistoryEntry[];
	/** Who wrote last, each write under a name of its own; the newest last. */
	readonly writers?: readonly string[];
}

export const CLOSED: Breaker = {
	version: 0,
	state: { kind: "closed" },
	rules: [],
	history: [],
};

/** A prober that dies leaves the probe to the next one after that long: two logins, and a while. */
export const PROBE_LEASE_MS = (2 * BUDGET.login + 30) * 1000;

/** Whether a new version of the secret can mend this. */
export function isMendedBySecret(cause: SenderCause): boolean {
	return cause === "auth" || cause === "config";
}

/** Whether a login shows if the cause is gone; else only a message does. */
export function loginShows({
	stage,
	cause,
}: Pick<OpenFacts, "stage" | "cause">): boolean {
	return (
		UP_TO_AUTH.includes(stage) || (cause === "config" && stage === "unknown")
	);
}

/** Each try of these costs a login that helps to lock the account, or there is nothing to log in with. */
export function isProbersAlone(
	facts: Pick<OpenFacts, "stage" | "cause">,
): boolean {
	const { cause, stage } = facts;
	if (!loginShows(facts)) return false;
	return (
		cause === "auth" ||
		cause === "auth-throttle" ||
		(cause === "config" && stage === "unknown")
	);
}

/** Whether the prober has something to find out: what a login shows, or whether one that failed works for itself. */
export function isProbersAffair(facts: OpenFacts): boolean {
	return loginShows(facts) || facts.unjudgedSince !== undefined;
}

type Item = Readonly<Record<string, unknown>>;

/** The breaker as it lies in the table: the state's fields, and what stands beside it, side by side. */
export function itemOf({ version, state, ...beside }: Breaker): Item {
	return { v: ITEM_FORMAT, version, ...state, ...beside };
}

/** Reads a breaker's item; what an older format did not have is empty. */
export function breakerOf(item: Item | undefined): Breaker {
	if (item === undefined) return CLOSED;
	const {
		pk: _key,
		v: _format,
		version,
		hold,
		rules = [],
		history = [],
		crowdedAt,
		refusals,
		suspect,
		writers,
		...state
	} = item;
	return {
		version: Number(version),
		state: state as BreakerState,
		hold: hold as Breaker["hold"],
		rules: rules as Breaker["rules"],
		history: history as Breaker["history"],
		...(crowdedAt === undefined ? {} : { crowdedAt: Number(crowdedAt) }),
		...(refusals === undefined ? {} : { refusals: refusals as Refusals }),
		...(suspect === undefined ? {} : { suspect: suspect as Suspect }),
		...(writers === undefined ? {} : { writers: writers as readonly string[] }),
	};
}

const LONGEST_BACK_OFF_MS = 3_600_000;

/** The breaker at `now` (epoch ms), its times cut: a clock that was fast must not keep anything shut. */
export function withTimesCut(read: Breaker, now: number): Breaker {
	const { state, suspect } = read;
	const cut = (at: number, most: number) => Math.min(at, now + most);
	const longest = LONGEST_BACK_OFF_MS + 2 * SUSPECTED_MS;
	const breaker =
		suspect === undefined
			? read
			: {
					...read,
					suspect: { ...suspect, until: cut(suspect.until, longest) },
				};
	if (state.kind === "closed") return breaker;
	const { since, until, probeUntil, worksSince, unjudgedSince } = state;
	const times = {
		since: cut(since, 0),
		until: cut(until, LONGEST_BACK_OFF_MS),
		...(probeUntil === undefined
			? {}
			: { probeUntil: cut(probeUntil, PROBE_LEASE_MS) }),
		...(worksSince === undefined ? {} : { worksSince: cut(worksSince, 0) }),
		...(unjudgedSince === undefined
			? {}
			: { unjudgedSince: cut(unjudgedSince, 0) }),
	};
	if (state.kind === "open" || state.token === undefined)
		return { ...breaker, state: { ...state, ...times } };
	const { owner, until: end } = state.token;
	const token = { owner, until: cut(end, MAX_TIMEOUT_SECONDS * 1000) };
	return { ...breaker, state: { ...state, ...times, token } };
}
