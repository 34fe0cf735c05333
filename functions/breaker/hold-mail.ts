import { type MessageRule, MOST_RULES } from "../../core/breaker/holds.ts";
import { type Answer, answerError, answerOk, NO_TABLE } from "./answer.ts";
import { carryOut, matchOf, namesOf } from "./carry-out.ts";
import type { BreakerDeps } from "./deps.ts";
import { durationMs, type Request } from "./request.ts";

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
	return (
		done ?? {
			...answerOk(
				`Mail ${some} is held ${end}, by rule ${rule.id}; the rest is sent. Only a resume of this rule ends it before, not one of everything.`,
			),
			rules: [rule.id],
		}
	);
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

function sinceOf(from: string | undefined, now: number): number {
	if (from === undefined) return 0;
	return /^\d+[mhd]$/.test(from) ? now - durationMs(from) : Date.parse(from);
}

function iso(at: number): string {
	return new Date(at).toISOString();
}
