import type { Mutant } from "../mutant.ts";

export default {
	path: "core/breaker/transition.ts",
	text: 'return state.kind === "half-open" && state.token?.owner === owner;',
	becomes: 'return state.kind === "half-open" && owner !== "";',
	wrong:
		"A message that was sent before the failure closes the breaker of somebody else's trial.",
} satisfies Mutant;
