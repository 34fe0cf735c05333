import { type Breaker, type BreakerState, CLOSED } from "./breaker.ts";

type Item = Readonly<Record<string, unknown>>;

/** The breaker as it lies in the table: the state's fields, and what stands beside it, side by side. */
export function itemOf({ version, state, ...beside }: Breaker): Item {
	return { v: 1, version, ...state, ...beside };
}

/** Reads a breaker's item; what an older format did not have is empty. */
export function breakerOf(item: Item | undefined): Breaker {
	if (item === undefined) return CLOSED;
	const {
		pk: _key,
		v: _format,
		version,
		suspects = [],
		hold,
		rules = [],
		history = [],
		...state
	} = item;
	return {
		version: Number(version),
		state: state as BreakerState,
		suspects: suspects as Breaker["suspects"],
		hold: hold as Breaker["hold"],
		rules: rules as Breaker["rules"],
		history: history as Breaker["history"],
	};
}
