import type { Breaker } from "../../core/breaker/breaker.ts";
import {
	type Match,
	type MessageRule,
	MOST_RULES,
} from "../../core/breaker/holds.ts";
import { type Answer, answerError, answerOk, NO_TABLE } from "./answer.ts";
import type { BreakerDeps } from "./deps.ts";
import { durationMs, type Request } from "./request.ts";
import { runRound } from "./run-round.ts";
import { updateBreaker } from "./update-breaker.ts";

/** Lets mail wait: all of it, or some. */
export async function holdMail(
	{ who, why, for: length, ...rest }: Extract<Request, { action: "hold" }>,
	deps: BreakerDeps,
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
		return (
			done ?? answerOk(`Held ${end}. Mail waits in the queue, nothing is lost.`)
		);
	}
	const rule: MessageRule = {
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
	return done ?? answerOk(`Mail ${some} is held ${end}; the rest is sent.`);
}

/** Sends some mail to the dead-letter queue instead of out. */
export async function cancelMail(
	{ who, why, since: from, ...rest }: Extract<Request, { action: "cancel" }>,
	deps: BreakerDeps,
): Promise<Answer> {
	const match = matchOf(rest);
	const some = namesOf(match);
	if (some === undefined) {
		return answerError(
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
		answerOk(
			`Mail ${some}${from === undefined ? "" : ` sent since ${iso(since)}`} and up to now will not be sent: it goes to the dead-letter queue as cancelled when its turn comes, and can be redriven. What was sent already is out. Later mail is sent.`,
		)
	);
}

/** Ends the hold of everything, or of some mail. */
export async function resumeMail(
	{ who, rule, ...rest }: Extract<Request, { action: "resume" }>,
	deps: BreakerDeps,
): Promise<Answer> {
	const at = deps.clock.now();
	const match = matchOf(rest);
	if (rule === undefined && namesOf(match) === undefined) {
		const done = await carryOut(deps, () => ({ kind: "resumed", at, who }));
		return (
			done ??
			answerOk(
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
		return answerError(
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
		done ??
		answerOk("Resumed: what waited comes back by itself within half an hour.")
	);
}

async function addRule(
	rule: MessageRule,
	deps: BreakerDeps,
): Promise<Answer | undefined> {
	const breaker = await deps.breaker.read();
	if (breaker === "unavailable") return NO_TABLE;
	if (breaker.rules.length >= MOST_RULES) {
		return answerError(
			`Cannot keep more than ${MOST_RULES} rules: end one first with {"action":"resume","rule":"…"}; there are ${breaker.rules.map(({ id, match }) => `${id} ${namesOf(match)}`).join(", ")}`,
		);
	}
	return carryOut(deps, () => ({ kind: "ruled", at: rule.at, rule }));
}

/** Writes an event, and sets the mapping at once. @returns an answer only when it failed. */
async function carryOut(
	deps: BreakerDeps,
	eventFor: (breaker: Breaker) => Parameters<typeof updateBreaker>[0],
): Promise<Answer | undefined> {
	const breaker = await deps.breaker.read();
	if (breaker === "unavailable") return NO_TABLE;
	const written = await updateBreaker(eventFor(breaker), breaker, deps);
	if (written === "unavailable") return NO_TABLE;
	await runRound(deps);
	return undefined;
}

function sinceOf(from: string | undefined, now: number): number {
	if (from === undefined) return 0;
	return /^\d+[mhd]$/.test(from) ? now - durationMs(from) : Date.parse(from);
}

function iso(at: number): string {
	return new Date(at).toISOString();
}

/** Whether two rules are for the same messages. */
export function isSame(a: Match, b: Match): boolean {
	return a.producer === b.producer && a.tag === b.tag && a.id === b.id;
}

export function matchOf({ producer, tag, id }: Match): Match {
	return {
		...(producer === undefined ? {} : { producer }),
		...(tag === undefined ? {} : { tag }),
		...(id === undefined ? {} : { id }),
	};
}

/** Which messages, in words; undefined: all of them. */
export function namesOf({ producer, tag, id }: Match): string | undefined {
	const parts = [
		...(producer === undefined ? [] : [`of ${producer}`]),
		...(tag === undefined ? [] : [`tagged ${tag}`]),
		...(id === undefined ? [] : [`with id ${id}`]),
	];
	return parts.length === 0 ? undefined : parts.join(" and ");
}
