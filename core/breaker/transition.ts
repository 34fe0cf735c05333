import { attemptsBefore, delayMs } from "./backoff.ts";
import {
	type Breaker,
	type BreakerState,
	type HistoryEntry,
	loginDecides,
	type OpenFacts,
} from "./breaker.ts";
import type { BreakerEvent } from "./event.ts";
import { holdNow } from "./holds.ts";

const SUSPECTS_KEPT = 20;
const HISTORY_KEPT = 40;

/** The breaker after an event; the very same object when the event changes nothing. */
export function afterEvent(breaker: Breaker, event: BreakerEvent): Breaker {
	const changed = change(breaker, event);
	return changed === undefined
		? breaker
		: { ...breaker, ...changed, version: breaker.version + 1 };
}

type Change = Partial<Breaker> | undefined;

function change(breaker: Breaker, event: BreakerEvent): Change {
	const { state } = breaker;
	switch (event.kind) {
		case "failed":
			return failed(breaker, event);
		case "login-accepted":
			return state.kind === "open" && loginDecides(state)
				? closed(breaker, state, event, false)
				: undefined;
		case "sent":
			return sent(breaker, event);
		case "probe-started":
			return state.kind === "open"
				? { state: { ...state, probeUntil: event.until } }
				: undefined;
		case "token-taken":
			return state.kind === "closed"
				? undefined
				: {
						state: {
							...factsOf(state),
							kind: "half-open",
							owner: event.owner,
							leaseUntil: event.leaseUntil,
						},
					};
		case "token-passed":
			return state.kind === "half-open" && state.owner === event.owner
				? { state: { ...state, owner: "nobody", leaseUntil: event.at } }
				: undefined;
		case "held": {
			const { at, who, why, until } = event;
			// Whoever makes a hold longer does not make its mail younger.
			const since = holdNow(breaker.hold, at)?.at ?? at;
			return {
				hold: {
					who,
					why,
					at: since,
					...(until === undefined ? {} : { until }),
				},
				...noted(breaker, { at, what: "held", who, why }),
			};
		}
		case "resumed":
			return {
				// A daily limit does not end because somebody asks.
				...(state.kind === "open" && state.cause !== "quota"
					? { state: { ...state, until: event.at } }
					: {}),
				...withoutHold,
				...noted(breaker, { at: event.at, what: "resumed", who: event.who }),
			};
		case "ruled": {
			const { at, rule } = event;
			const { who, why } = rule;
			return {
				rules: [...breaker.rules, rule],
				...noted(breaker, { at, what: "ruled", who, why }),
			};
		}
		case "unruled": {
			const { at, who, ids } = event;
			const rules = breaker.rules.filter(({ id }) => !ids.includes(id));
			return rules.length === breaker.rules.length
				? undefined
				: { rules, ...noted(breaker, { at, what: "unruled", who }) };
		}
		case "tidied":
			return tidied(breaker, event);
	}
}

const withoutHold = { hold: undefined };

function failed(
	breaker: Breaker,
	event: Extract<BreakerEvent, { kind: "failed" }>,
): Change {
	const { state } = breaker;
	const { at, failure, secretVersion, openedBy } = event;
	const { cause, stage, reply = "" } = failure;
	const attempt = attemptsBefore(state, cause, at) + 1;
	const isNew = state.kind === "closed" || state.cause !== cause;
	return {
		state: {
			kind: "open",
			cause,
			stage,
			reply,
			since: isNew ? at : state.since,
			outageSince: outageSinceOf(state, at),
			until: at + delayMs(cause, attempt),
			attempt,
			secretVersion,
			...(openedBy === undefined ? {} : { openedBy }),
		},
		...(isNew ? noted(breaker, { at, what: "opened", cause }) : {}),
	};
}

function sent(
	breaker: Breaker,
	event: Extract<BreakerEvent, { kind: "sent" }>,
): Change {
	const { state } = breaker;
	if (state.kind === "half-open" && state.owner === event.owner) {
		const { openedBy } = state;
		const suspect =
			openedBy === undefined || openedBy === event.by ? [] : [openedBy];
		return {
			...closed(breaker, state, event, true),
			suspects: [
				...breaker.suspects.filter((key) => !suspect.includes(key)),
				...suspect,
			].slice(-SUSPECTS_KEPT),
		};
	}
	return state.kind === "closed" && awaitsProof(breaker)
		? { state: { ...state, proved: true, outageSince: undefined } }
		: undefined;
}

/** Whether the breaker has closed, and Google has taken no message since. */
export function awaitsProof({ state }: Breaker): boolean {
	return (
		state.kind === "closed" &&
		state.closedAt !== undefined &&
		state.proved !== true
	);
}

function closed(
	breaker: Breaker,
	facts: OpenFacts,
	{
		at,
		secretVersion,
	}: { readonly at: number; readonly secretVersion: string },
	proved: boolean,
): Partial<Breaker> {
	const { cause, attempt, openedBy, since, outageSince = since } = facts;
	return {
		state: {
			kind: "closed",
			lastGoodSecretVersion: secretVersion,
			closedAt: at,
			lastCause: cause,
			lastAttempt: attempt,
			...(openedBy === undefined ? {} : { lastOpenedBy: openedBy }),
			proved,
			...(proved ? {} : { outageSince }),
		},
		...noted(breaker, { at, what: "closed", cause }),
	};
}

function tidied(
	breaker: Breaker,
	{ at, oldest }: Extract<BreakerEvent, { kind: "tidied" }>,
): Change {
	const { hold } = breaker;
	const rules = breaker.rules.filter(
		({ until = Infinity, before = Infinity }) => until > at && before > oldest,
	);
	const ended = hold?.until !== undefined && hold.until <= at;
	if (!ended && rules.length === breaker.rules.length) return undefined;
	return {
		rules,
		...(ended
			? {
					...withoutHold,
					...noted(breaker, { at, what: "resumed", who: "its end" }),
				}
			: {}),
	};
}

function factsOf(state: Exclude<BreakerState, { kind: "closed" }>): OpenFacts {
	const { cause, stage, reply, since, until, attempt, secretVersion } = state;
	const { openedBy, outageSince } = state;
	return {
		cause,
		stage,
		reply,
		since,
		until,
		attempt,
		secretVersion,
		...(outageSince === undefined ? {} : { outageSince }),
		...(openedBy === undefined ? {} : { openedBy }),
	};
}

// A login that works in between ends no outage; only a message that is taken does.
function outageSinceOf(state: BreakerState, now: number): number {
	if (state.kind !== "closed") return state.outageSince ?? state.since;
	return state.outageSince ?? now;
}

function noted(
	{ history }: Breaker,
	entry: HistoryEntry,
): Pick<Breaker, "history"> {
	return { history: [...history, entry].slice(-HISTORY_KEPT) };
}
