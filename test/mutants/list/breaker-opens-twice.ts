import type { Mutant } from "../mutant.ts";

export default {
	path: "functions/send-email/admission/breaker.ts",
	text: "if (batch.stopped !== undefined) return;",
	becomes: "",
	wrong:
		"Each connection of a batch that meets one failure makes the back-off longer.",
	equivalent:
		"Whoever finds the breaker opened meanwhile leaves it as it is: the second call of a batch does, too.",
} satisfies Mutant;
