import type { Mutant } from "../mutant.ts";

export default {
	path: "functions/send-email/admission/breaker.ts",
	text: "if ((await readNewerSecret(failure, batch.secret, batch)) !== undefined)",
	becomes:
		"if ((await readNewerSecret(failure, batch.secret, batch)) === batch.secret)",
	wrong:
		"An environment with the old password stops everybody, although the new one works.",
} satisfies Mutant;
