import type { SenderFailure } from "../delivery/decision.ts";
import { delayMs, LONGEST_MS, UNCLEAR_MS } from "./backoff.ts";
import {
	type Breaker,
	type BreakerState,
	isProbersAffair,
	isProbersAlone,
	loginShows,
} from "./breaker.ts";
import { crowdedAfter } from "./crowd.ts";
import type { BreakerEvent, Witness } from "./event.ts";
import { noted } from "./history.ts";
import { holdRefused } from "./hold-refused.ts";
import { holdNow } from "./holds.ts";
import { suspectAfterSent, suspected, suspectedFrom } from "./suspect.ts";

/** Of two batches. */
const TRIALS_THAT_OPEN = 2;

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
			return state.kind !== "closed" && isProbersAffair(state)
				? { state: working(state, event.at) }
				: undefined;
		case "sent":
			return isOwnTrial(state, event.owner)
				? {
						...suspectAfterSent(breaker.suspect, event),
						state: {
							kind: "closed",
							lastGoodSecretVersion: event.secretVersion,
						},
						...noted(breaker, {
							at: event.at,
							what: "closed",
							cause: state.cause,
						}),
					}
				: undefined;
		case "secret-renewed":
			return state.kind === "closed"
				? {
						state: { ...state, lastGoodSecretVersion: event.secretVersion },
					}
				: undefined;
		case "probe-started":
			return state.kind === "closed"
				? undefined
				: { state: { ...state, probeUntil: event.until } };
		case "token-taken": {
			const { owner, until, at } = event;
			return state.kind === "closed"
				? undefined
				: {
						state: {
							...halfOpen(state),
							token: { owner, until },
						},
						...suspectedFrom(breaker.suspect, at),
					};
		}
		case "token-passed":
			return isOwnTrial(state, event.owner)
				? { state: event.isIn ? working(state, event.at) : halfOpen(state) }
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
			const { who, why, kind, match } = rule;
			return {
				rules: [...breaker.rules, rule],
				...noted(breaker, {
					at,
					what: "ruled",
					who,
					why,
					rule: { kind, match },
				}),
			};
		}
		case "refused":
			return holdRefused(breaker, event);
		case "unruled": {
			const { at, who, ids } = event;
			const rules = breaker.rules.filter(({ id }) => !ids.includes(id));
			return rules.length === breaker.rules.length
				? undefined
				: { rules, ...noted(breaker, { at, what: "unruled", who }) };
		}
		case "tidied":
			return tidied(breaker, event);
		case "counted": {
			const crowdedAt = crowdedAfter(breaker, event);
			return crowdedAt === breaker.crowdedAt ? undefined : { crowdedAt };
		}
	}
}

const withoutHold = { hold: undefined };

/** Whose word counts neither for back-off nor for a gauge, and for how long it opens all the same, in ms. */
const UNSURE: Readonly<Partial<Record<Witness, number>>> = {
	login: 0,
	messages: UNCLEAR_MS,
};

function failed(
	breaker: Breaker,
	event: Extract<BreakerEvent, { kind: "failed" }>,
): Change {
	const { state } = breaker;
	const { at, by, failure, secretVersion, suspect } = event;
	if (!mayWorsen(state, event)) return undefined;
	if (by === "trial" && state.kind === "half-open") {
		const lost = state.lost + 1;
		if (lost < TRIALS_THAT_OPEN)
			return {
				state: { ...halfOpen(state), lost },
				...suspected(suspect, at),
			};
	}
	const unsureMs = UNSURE[by];
	const isSure = unsureMs === undefined;
	const {
		attempt: before,
		since,
		worksSince,
		unjudgedSince,
		probeUntil,
	} = state.kind === "closed" ? { ...FIRST, since: at } : state;
	const isSame = state.kind !== "closed" && state.cause === failure.cause;
	const attempt = isSure ? (isSame ? before : 0) + 1 : before;
	const keepsCause = saysLess(state, event);
	const { cause, stage, reply = "" } = keepsCause ? state : failure;
	// Beneath a kept cause a refused login is the prober's to judge, all the same.
	const endsWorking =
		by === "prober" || (keepsCause && isProbersAlone(failure));
	const until = at + (unsureMs ?? waitOf(failure, attempt, at - since));
	return {
		state: {
			kind: "open",
			cause,
			stage,
			reply,
			since,
			until,
			attempt,
			secretVersion,
			...(by === "login" ? { unjudgedSince: unjudgedSince ?? at } : {}),
			...(worksSince === undefined || endsWorking ? {} : { worksSince }),
			...(probeUntil === undefined || by === "prober" ? {} : { probeUntil }),
		},
		...suspected(suspect, isSure ? until + MAPPING_MS : until),
		...(state.kind !== "closed" && state.cause === cause
			? {}
			: noted(breaker, {
					at,
					what: "opened",
					cause,
					reply,
				})),
	};
}

/** What a mapping takes that was off. */
const MAPPING_MS = 60_000;

const DAY_MS = 86_400_000;

/** After a day each trial charges the messages that it tries: nobody else has been there to compare them with. */
function waitOf(failure: SenderFailure, attempt: number, lasts: number) {
	return !loginShows(failure) && lasts > DAY_MS
		? LONGEST_MS
		: delayMs(failure.cause, attempt);
}

const FIRST = {
	attempt: 0,
	worksSince: undefined,
	unjudgedSince: undefined,
	probeUntil: undefined,
};

/** Whether more is known than what failed now: a confirmed failure at MAIL or later, or a refused login of which a prober without an answer has learned nothing. */
function saysLess(
	state: BreakerState,
	{ by, failure, secretVersion }: Extract<BreakerEvent, { kind: "failed" }>,
): state is Exclude<BreakerState, { kind: "closed" }> {
	if (state.kind === "closed") return false;
	if (by === "login") return state.attempt > 0 && !loginShows(state);
	return (
		by === "prober" &&
		failure.cause === "transient" &&
		state.kind === "open" &&
		(state.cause === "auth" || state.cause === "auth-throttle") &&
		state.secretVersion === secretVersion
	);
}

/** What somebody saw who began before it opened says nothing new of it, but for another word on the account. */
function mayWorsen(
	state: BreakerState,
	{ by, owner, failure }: Extract<BreakerEvent, { kind: "failed" }>,
): boolean {
	if (state.kind === "closed") return by !== "trial";
	if (by === "prober") return true;
	if (owner !== undefined && isOwnTrial(state, owner)) return true;
	return by === "account" && state.cause !== failure.cause;
}

function isOwnTrial(
	state: BreakerState,
	owner: string,
): state is Extract<BreakerState, { kind: "half-open" }> {
	return state.kind === "half-open" && state.token?.owner === owner;
}

/** Logins work: the prober has judged, and a message has to prove the rest. */
function working(
	state: Exclude<BreakerState, { kind: "closed" }>,
	at: number,
): BreakerState {
	const {
		unjudgedSince: _judged,
		probeUntil: _over,
		...rest
	} = halfOpen(state);
	return { ...rest, worksSince: state.worksSince ?? at };
}

/** The state without a token. */
function halfOpen(
	state: Exclude<BreakerState, { kind: "closed" }>,
): Extract<BreakerState, { kind: "half-open" }> {
	if (state.kind === "open") return { ...state, kind: "half-open", lost: 0 };
	const { token: _over, ...rest } = state;
	return rest;
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
