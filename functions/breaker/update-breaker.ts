import type { Breaker } from "../../core/breaker/breaker.ts";
import type { BreakerEvent } from "../../core/breaker/event.ts";
import { afterEvent } from "../../core/breaker/transition.ts";
import { change } from "../shared/change.ts";
import type { BreakerDeps } from "./deps.ts";

/** Lets an event happen to the breaker, whoever else writes it meanwhile. @returns the breaker after it. */
export function updateBreaker(
	event: BreakerEvent,
	from: Breaker,
	{ breaker, newId }: Pick<BreakerDeps, "breaker" | "newId">,
): Promise<Breaker | "unavailable"> {
	return change(breaker, (current) => afterEvent(current, event), {
		writer: newId(),
		from,
	});
}
