import type { Breaker } from "../send-email/domain/breaker.ts";
import {
	type Match,
	MOST_RULES,
	type Rule,
} from "../send-email/domain/control.ts";
import type { Overview, Verdict } from "../send-email/domain/overview.ts";
import { verdictOf } from "../send-email/domain/verdict.ts";
import { checkLogin, type LoginAnswer } from "./check-login.ts";
import { cloudShellAdvice } from "./cloud-shell-advice.ts";
import type { Deps } from "./deps.ts";
import { overview } from "./overview.ts";
import { durationMs, type Request, readRequest } from "./request.ts";
import { tick } from "./tick.ts";
import { update } from "./update.ts";

/** What the door answers. `say` is for people; the rest for programs. */
export type Answer =
	| { readonly ok: true; readonly say: string }
	| ({ readonly ok: true; readonly overview: Overview } & Verdict)
	| LoginAnswer
	/** Nothing was done. */
	| { readonly ok: false; readonly say: string };

/** The one door of the breaker function: the schedule, operators and tests all come in here. */
export async function answer(input: unknown, deps: Deps): Promise<Answer> {
	const request = readRequest(input);
	if (typeof request === "string") return { ok: false, say: request };
	switch (request.action) {
		case "tick":
			await tick(deps);
			return { ok: true, say: "Looked after the sender." };
		case "status":
			return status(deps);
		case "check-login":
			return (await checkLogin(deps)) ?? NO_TABLE;
		case "hold":
			return hold(request, deps);
		case "resume":
			return resume(request, deps);
		case "cancel":
			return cancel(request, deps);
	}
}

const NO_TABLE: Answer = {
	ok: false,
	say: "Cannot do this as the state table does not answer. Nothing was changed, and nothing is sent until it does; mail waits in the queue. Try again in a minute.",
};

async function status(deps: Deps): Promise<Answer> {
	const seen = await overview(deps);
	if (seen === "unavailable") return NO_TABLE;
	return {
		ok: true,
		...verdictOf(seen, cloudShellAdvice(deps.config)),
		overview: seen,
	};
}

async function hold(
	{ who, why, for: length, ...rest }: Extract<Request, { action: "hold" }>,
	deps: Deps,
): Promise<Answer> {
	const at = deps.clock.now();
	const until = length === undefined ? undefined : at + durationMs(length);
	const end =
		until === undefined
			? "until somebody resumes it; an alarm will tell if it is forgotten"
			: `until ${iso(until)}`;
	const match = matchOf(rest);
	const some = namesOf(match);
	if (some === undefined) {
		const done = await carryOut(deps, () => ({
			kind: "held",
			at,
			who,
			why,
			...(until === undefined ? {} : { until }),
		}));
		return done ?? ok(`Held ${end}. Mail waits in the queue, nothing is lost.`);
	}
	const rule: Rule = {
		id: deps.newId(),
		kind: "hold",
		match,
		who,
		why,
		at,
		since: 0,
		...(until === undefined ? {} : { until }),
	};
	const done = await addRule(rule, deps);
	return done ?? ok(`Mail ${some} is held ${end}; the rest is sent.`);
}

async function cancel(
	{ who, why, since: from, ...rest }: Extract<Request, { action: "cancel" }>,
	deps: Deps,
): Promise<Answer> {
	const match = matchOf(rest);
	const some = namesOf(match);
	if (some === undefined) {
		return no(
			'Cannot cancel everything: name a producer, a tag or an id, such as {"action":"cancel","producer":"billing"}',
		);
	}
	const at = deps.clock.now();
	const since = sinceOf(from, at);
	const done = await addRule(
		{
			id: deps.newId(),
			kind: "cancel",
			match,
			who,
			why,
			at,
			since,
			before: at,
		},
		deps,
	);
	return (
		done ??
		ok(
			`Mail ${some}${from === undefined ? "" : ` sent since ${iso(since)}`} and up to now will not be sent: it goes to the dead-letter queue as cancelled when its turn comes, and can be redriven. What was sent already is out. Later mail is sent.`,
		)
	);
}

async function resume(
	{ who, rule, ...rest }: Extract<Request, { action: "resume" }>,
	deps: Deps,
): Promise<Answer> {
	const at = deps.clock.now();
	const match = matchOf(rest);
	if (rule === undefined && namesOf(match) === undefined) {
		const done = await carryOut(deps, () => ({ kind: "resumed", at, who }));
		return (
			done ??
			ok(
				"Resumed: the hold is over, and what stops mail is tried at once, but for a daily limit.",
			)
		);
	}
	const ids = ({ rules }: Breaker) =>
		rules
			.filter(({ id, kind, match: other }) =>
				rule === undefined
					? kind === "hold" && isSame(other, match)
					: id === rule,
			)
			.map(({ id }) => id);
	const breaker = await deps.breaker.read();
	if (breaker === "unavailable") return NO_TABLE;
	if (ids(breaker).length === 0) {
		return no(
			`Cannot resume mail ${namesOf(match) ?? `of rule ${rule}`} as nothing holds it; there are ${breaker.rules.map((one) => `${one.kind} ${namesOf(one.match)} (rule ${one.id})`).join(", ") || "no rules"}`,
		);
	}
	const done = await carryOut(deps, (now) => ({
		kind: "unruled",
		at,
		who,
		ids: ids(now),
	}));
	return (
		done ?? ok("Resumed: what waited comes back by itself within half an hour.")
	);
}

async function addRule(rule: Rule, deps: Deps): Promise<Answer | undefined> {
	const breaker = await deps.breaker.read();
	if (breaker === "unavailable") return NO_TABLE;
	if (breaker.rules.length >= MOST_RULES) {
		return no(
			`Cannot keep more than ${MOST_RULES} rules: end one first with {"action":"resume","rule":"…"}; there are ${breaker.rules.map(({ id, match }) => `${id} ${namesOf(match)}`).join(", ")}`,
		);
	}
	return carryOut(deps, () => ({ kind: "ruled", at: rule.at, rule }));
}

/** Writes an event, and sets the mapping at once. @returns an answer only when it failed. */
async function carryOut(
	deps: Deps,
	eventFor: (breaker: Breaker) => Parameters<typeof update>[0],
): Promise<Answer | undefined> {
	const breaker = await deps.breaker.read();
	if (breaker === "unavailable") return NO_TABLE;
	const written = await update(eventFor(breaker), breaker, deps);
	if (written === "unavailable") return NO_TABLE;
	await tick(deps);
	return undefined;
}

function isSame(a: Match, b: Match): boolean {
	return a.producer === b.producer && a.tag === b.tag && a.id === b.id;
}

function matchOf({ producer, tag, id }: Match): Match {
	return {
		...(producer === undefined ? {} : { producer }),
		...(tag === undefined ? {} : { tag }),
		...(id === undefined ? {} : { id }),
	};
}

function namesOf({ producer, tag, id }: Match): string | undefined {
	const parts = [
		...(producer === undefined ? [] : [`of ${producer}`]),
		...(tag === undefined ? [] : [`tagged ${tag}`]),
		...(id === undefined ? [] : [`with id ${id}`]),
	];
	return parts.length === 0 ? undefined : parts.join(" and ");
}

function sinceOf(from: string | undefined, now: number): number {
	if (from === undefined) return 0;
	return /^\d+[mhd]$/.test(from) ? now - durationMs(from) : Date.parse(from);
}

function ok(say: string): Answer {
	return { ok: true, say };
}

function no(say: string): Answer {
	return { ok: false, say };
}

function iso(at: number): string {
	return new Date(at).toISOString();
}
