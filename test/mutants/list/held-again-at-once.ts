import type { Mutant } from "../mutant.ts";

export default {
	path: "core/breaker/hold-refused.ts",
	text: "!held.includes(name)",
	becomes: "name !== undefined",
	wrong: "A producer that was resumed is held again at its next refusal.",
} satisfies Mutant;
