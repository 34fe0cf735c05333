import type { Breaker } from "./breaker.ts";
import type { BreakerEvent } from "./event.ts";
import { noted } from "./history.ts";
import { holdingRules, type MessageRule, MOST_RULES } from "./holds.ts";
import { type Refused, refusedOf, withRefused } from "./refusals.ts";

/** So many of a producer's messages refused within an hour, and its mail waits: Google's goodwill is everybody's. */
export const REFUSALS_THAT_HOLD = 50;

/** What changes when Google has refused messages: a producer with too many is held until an operator resumes it. */
export function holdRefused(
	breaker: Breaker,
	{ at, id, refused }: Extract<BreakerEvent, { kind: "refused" }>,
): Partial<Breaker> | undefined {
	// What was under way when it was held does not count: after the resume the count begins anew.
	const counting = refused.filter(
		({ producer }) => !isHeld(breaker, producer, at),
	);
	if (counting.length === 0) return undefined;
	const refusals = counting.reduce(
		(sum, one) => withRefused(sum, one, at),
		breaker.refusals ?? {},
	);
	const rules = counting
		.map(({ producer }) => ({
			producer,
			count: refusedOf(refusals, producer),
		}))
		.filter(({ count }) => count >= REFUSALS_THAT_HOLD)
		.slice(0, Math.max(0, MOST_RULES - breaker.rules.length))
		.map((many, index) => ruleFor(many, at, `${id}-${index}`));
	const held = rules.map(({ match }) => match.producer);
	return {
		refusals: Object.fromEntries(
			Object.entries(refusals).filter(([name]) => !held.includes(name)),
		),
		rules: [...breaker.rules, ...rules],
		...noted(
			breaker,
			...rules.map(({ who, why, kind, match }) => ({
				at,
				what: "ruled" as const,
				who,
				why,
				rule: { kind, match },
			})),
		),
	};
}

function ruleFor(
	{ producer, count }: Refused,
	at: number,
	id: string,
): MessageRule {
	return {
		id,
		kind: "hold",
		match: { producer },
		who: "the sender itself",
		why: `Google refused ${count} messages of ${producer} within an hour, as bad-recipient or policy`,
		at,
		since: 0,
		isAutomatic: true,
	};
}

function isHeld({ rules }: Breaker, producer: string, now: number): boolean {
	return holdingRules(rules, now).some(
		({ match }) =>
			match.producer === producer &&
			match.tag === undefined &&
			match.id === undefined,
	);
}
