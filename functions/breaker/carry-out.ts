import type { Breaker } from "../../core/breaker/breaker.ts";
import type { Match } from "../../core/breaker/holds.ts";
import { type Answer, NO_TABLE } from "./answer.ts";
import type { BreakerDeps } from "./deps.ts";
import { runRound } from "./run-round.ts";
import { updateBreaker } from "./update-breaker.ts";

/** Writes an event, and sets the mapping at once. @returns an answer only when it failed. */
export async function carryOut(
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
