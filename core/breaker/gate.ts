import type { SenderCause } from "../delivery/causes.ts";
import {
	type Breaker,
	isMendedBySecret,
	isProbersAffair,
	isProbersAlone,
	type OpenFacts,
} from "./breaker.ts";
import { type Hold, holdNow } from "./holds.ts";

export type Gate =
	| { readonly kind: "closed" }
	| { readonly kind: "held"; readonly hold: Hold }
	| {
			readonly kind: "blocked";
			readonly cause: SenderCause;
			readonly since: number;
			readonly until: number;
	  }
	/** The time has come for a few messages; whoever takes the token first tries them. */
	| { readonly kind: "trial-due"; readonly facts: OpenFacts };

/** Whether mail may go now. `secretVersion` is the secret's current version. */
export function gateOf(
	{ state, hold }: Breaker,
	now: number,
	secretVersion: string,
): Gate {
	const held = holdNow(hold, now);
	if (held !== undefined) return { kind: "held", hold: held };
	if (state.kind === "closed") return { kind: "closed" };
	const { cause, since } = state;
	const blocked = (until: number): Gate => ({
		kind: "blocked",
		cause,
		since,
		until,
	});
	if (state.kind === "half-open") {
		const { token } = state;
		return token !== undefined && token.until > now
			? blocked(token.until)
			: { kind: "trial-due", facts: state };
	}
	return mayTry(state, now, secretVersion)
		? { kind: "trial-due", facts: state }
		: blocked(state.until);
}

/** Environments go first when the back-off is over: a prober that alone can't connect must not shut the others out. */
const HEAD_START_MS = 120_000;

/** Whether the prober has to log in now. */
export function isProbeDue(
	{ state }: Breaker,
	now: number,
	secretVersion: string,
): boolean {
	if (state.kind === "closed" || !isProbersAffair(state)) return false;
	const { probeUntil = 0 } = state;
	if (probeUntil > now) return false;
	const isNewSecret = state.kind === "open" && isRenewed(state, secretVersion);
	return isNewSecret || (probeFrom(state) ?? Infinity) <= now;
}

/** Epoch ms from which the prober may log in; undefined while a message has to show more. */
function probeFrom(
	state: Exclude<Breaker["state"], { kind: "closed" }>,
): number | undefined {
	const { until, worksSince, unjudgedSince } = state;
	if (isProbersAlone(state)) return state.kind === "open" ? until : undefined;
	if (unjudgedSince !== undefined)
		return worksSince === undefined
			? unjudgedSince
			: unjudgedSince + HEAD_START_MS;
	return state.kind === "open" ? until + HEAD_START_MS : undefined;
}

/** Whether the event source mapping has to be enabled: mail may go, or one message has to try. */
export function wantsMapping(
	breaker: Breaker,
	now: number,
	secretVersion: string,
): boolean {
	const gate = gateOf(breaker, now, secretVersion);
	if (gate.kind === "held") return false;
	const { state } = breaker;
	// Nobody knows yet what it is: by the time a mapping has changed, that has.
	const isUnclear =
		state.kind === "open" && state.attempt === 0 && !isProbersAlone(state);
	return gate.kind !== "blocked" || state.kind === "half-open" || isUnclear;
}

function mayTry(facts: OpenFacts, now: number, secretVersion: string): boolean {
	if (isProbersAlone(facts)) return false;
	// The environments had their turn: it is the prober's.
	const { unjudgedSince, attempt, worksSince } = facts;
	const isProbersTurn =
		unjudgedSince !== undefined && attempt > 0 && worksSince === undefined;
	if (isProbersTurn) return false;
	return facts.until <= now || isRenewed(facts, secretVersion);
}

function isRenewed(
	{ cause, secretVersion: failed }: OpenFacts,
	secretVersion: string,
): boolean {
	return isMendedBySecret(cause) && failed !== secretVersion;
}
