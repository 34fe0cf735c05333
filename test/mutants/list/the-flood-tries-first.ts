import type { Mutant } from "../mutant.ts";

export default {
	path: "core/breaker/suspect.ts",
	text: "return suspect?.producer === producer && now < suspect.until;",
	becomes: "return false;",
	wrong:
		"A producer that floods the queue with messages that Gmail drops loses every trial for everybody.",
} satisfies Mutant;
