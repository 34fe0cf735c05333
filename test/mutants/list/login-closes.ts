import type { Mutant } from "../mutant.ts";

export default {
	path: "core/breaker/transition.ts",
	text: "\t\t\t\t? {\n\t\t\t\t\t\tstate: halfOpen({\n\t\t\t\t\t\t\t...state,\n\t\t\t\t\t\t\tworksSince: state.worksSince ?? event.at,\n\t\t\t\t\t\t}),\n\t\t\t\t\t}",
	becomes: '\t\t\t\t? { state: { kind: "closed" } }',
	wrong:
		"A login that works lets everybody loose on a Gmail that takes nothing.",
} satisfies Mutant;
