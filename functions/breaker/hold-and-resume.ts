import type { Breaker } from "../../core/breaker/breaker.ts";
import { MOST_RULES, type Rule } from "../../core/breaker/holds.ts";
import { type Answer, NO_TABLE, no, ok } from "./answer.ts";
import type { Deps } from "./deps.ts";
import { isSame, matchOf, namesOf } from "./match.ts";
import { durationMs, type Request } from "./request.ts";
import { tick } from "./tick.ts";
import { update } from "./update.ts";

/** Lets mail wait: all of it, or some. */
export async function hold(
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

/** Sends some mail to the dead-letter queue instead of out. */
export async function cancel(
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

/** Ends the hold of everything, or of some mail. */
export async function resume(
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

function sinceOf(from: string | undefined, now: number): number {
	if (from === undefined) return 0;
	return /^\d+[mhd]$/.test(from) ? now - durationMs(from) : Date.parse(from);
}

function iso(at: number): string {
	return new Date(at).toISOString();
}
