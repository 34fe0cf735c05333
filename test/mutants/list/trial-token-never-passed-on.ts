import type { Mutant } from "../mutant.ts";

export default {
	path: "functions/send-email/admission/breaker.ts",
	text: "if (owner === undefined) return;",
	becomes: 'if (owner !== "nobody") return;',
	wrong:
		"A trial from which nothing was learned blocks the others until its lease ends.",
} satisfies Mutant;
