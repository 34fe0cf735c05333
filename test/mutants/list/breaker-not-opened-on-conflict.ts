import type { Mutant } from "../mutant.ts";

export default {
	path: "functions/send-email/admission/breaker.ts",
	text: 'version !== from.version && state.kind === "open";',
	becomes: "version !== from.version;",
	wrong: "Whoever else writes the breaker at that moment keeps it closed.",
} satisfies Mutant;
