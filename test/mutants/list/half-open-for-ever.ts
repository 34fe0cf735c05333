import type { Mutant } from "../mutant.ts";

export default {
	path: "core/breaker/gate.ts",
	text: 'if (state.kind === "half-open" && state.leaseUntil > now) {',
	becomes: 'if (state.kind === "half-open") {',
	wrong: "A trial whose environment dies blocks everybody for good.",
} satisfies Mutant;
