import type { Mutant } from "../mutant.ts";

export default {
	path: "functions/send-email/admission/breaker.ts",
	text: "\t\tmemory.brake = brakeAfter(memory.brake, {",
	becomes:
		'\t\tmemory.brake ??= brakeAfter({ until: 0, ms: 0, sent: 0, secretVersion: "" }, {',
	wrong:
		"With a table that takes no writes the environment goes on with what has just failed.",
} satisfies Mutant;
