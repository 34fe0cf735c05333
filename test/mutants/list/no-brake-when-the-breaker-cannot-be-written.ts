import type { Mutant } from "../mutant.ts";

export default {
	path: "functions/send-email/admission/breaker.ts",
	text: "memory.brakeUntil = deps.clock.now() + BRAKE_MS;",
	becomes: "memory.brakeUntil = 0;",
	wrong:
		"With a table that takes no writes each batch logs in with a refused password.",
} satisfies Mutant;
