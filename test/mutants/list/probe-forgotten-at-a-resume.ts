import type { Mutant } from "../mutant.ts";

export default {
	path: "core/breaker/transition.ts",
	text: "? { state: { ...state, until: event.at } }",
	becomes: '? { state: { ...factsOf(state), kind: "open", until: event.at } }',
	wrong: "Who resumes while a prober logs in starts a second login.",
} satisfies Mutant;
