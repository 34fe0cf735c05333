import type { Mutant } from "../mutant.ts";

export default {
	path: "core/breaker/transition.ts",
	text: 'if (state.kind === "half-open" && state.owner === event.owner) {',
	becomes: 'if (state.kind === "half-open") {',
	wrong:
		"A message that was sent before the failure closes the breaker of somebody else's trial.",
} satisfies Mutant;
