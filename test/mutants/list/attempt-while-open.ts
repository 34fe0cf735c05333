import type { Mutant } from "../mutant.ts";

export default {
	path: "core/breaker/gate.ts",
	text: "if (loginDecides(state) || !isDue(state, now, secretVersion)) {",
	becomes: 'if (state.kind === "half-open" && loginDecides(state)) {',
	wrong: "Each batch tries although the breaker is open.",
} satisfies Mutant;
