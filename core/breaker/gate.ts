import type { SenderCause } from "../delivery/causes.ts";
import {
	type Breaker,
	isMendedBySecret,
	loginDecides,
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
	/** The time has come for one message; whoever takes the token first tries it. */
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
	const { cause, since, until } = state;
	if (state.kind === "half-open" && state.leaseUntil > now) {
		return { kind: "blocked", cause, since, until: state.leaseUntil };
	}
	// What a login shows is found out by the prober, never at the cost of a batch.
	if (loginDecides(state) || !isDue(state, now, secretVersion)) {
		return { kind: "blocked", cause, since, until };
	}
	return { kind: "trial-due", facts: state };
}

/** Whether the prober has to log in now. */
export function isProbeDue(
	{ state }: Breaker,
	now: number,
	secretVersion: string,
): boolean {
	return (
		state.kind === "open" &&
		loginDecides(state) &&
		(state.probeUntil ?? 0) <= now &&
		isDue(state, now, secretVersion)
	);
}

/** Whether the event source mapping has to be enabled: mail may go, or one message has to try. */
export function wantsMapping(
	breaker: Breaker,
	now: number,
	secretVersion: string,
): boolean {
	const gate = gateOf(breaker, now, secretVersion);
	if (gate.kind === "held") return false;
	return gate.kind !== "blocked" || breaker.state.kind === "half-open";
}

function isDue(
	{ cause, until, secretVersion: failed }: OpenFacts,
	now: number,
	secretVersion: string,
): boolean {
	const renewed = isMendedBySecret(cause) && failed !== secretVersion;
	return until <= now || renewed;
}
