import type { Breaker } from "../../core/breaker/breaker.ts";
import type { BreakerEvent } from "../../core/breaker/event.ts";
import { afterEvent } from "../../core/breaker/transition.ts";
import type { Deps } from "./deps.ts";

const MAX_CONFLICTS = 5;

/** Lets an event happen to the breaker, whoever else writes it meanwhile. @returns the breaker after it. */
export async function update(
	event: BreakerEvent,
	from: Breaker,
	{ breaker }: Pick<Deps, "breaker">,
): Promise<Breaker | "unavailable"> {
	let current: Breaker | "unavailable" = from;
	for (let conflicts = 0; conflicts < MAX_CONFLICTS; conflicts += 1) {
		if (current === "unavailable") return current;
		const next = afterEvent(current, event);
		if (next === current) return current;
		const written = await breaker.write(next);
		if (written === "written") return next;
		current = await breaker.read();
		// Its answer may have been lost.
		if (current !== "unavailable" && isSame(current, next)) return current;
	}
	return "unavailable";
}

function isSame(a: Breaker, b: Breaker): boolean {
	const [was, is] = [a.history.at(-1), b.history.at(-1)];
	return (
		a.version === b.version &&
		a.state.kind === b.state.kind &&
		was?.at === is?.at &&
		was?.what === is?.what
	);
}
