import type { Mutant } from "../mutant.ts";

export default {
	path: "core/breaker/gate.ts",
	text: 'if (held !== undefined) return { kind: "held", hold: held };',
	becomes: "",
	wrong: "Mail goes out although an operator has stopped it.",
} satisfies Mutant;
