import type { Mutant } from "../mutant.ts";

export default {
	path: "core/breaker/transition.ts",
	text: "\t\t\t\t? { state: working(state, event.at) }\n\t\t\t\t: undefined;",
	becomes: '\t\t\t\t? { state: { kind: "closed" } }\n\t\t\t\t: undefined;',
	wrong:
		"A login that works lets everybody loose on a Gmail that takes nothing.",
} satisfies Mutant;
