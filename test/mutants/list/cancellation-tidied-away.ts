import type { Mutant } from "../mutant.ts";

export default {
	path: "functions/breaker/run-round.ts",
	text: "at - deps.config.retention * 1000",
	becomes: "at - deps.config.retention",
	wrong:
		"A cancellation is gone after ten minutes, and what it was for goes out.",
} satisfies Mutant;
