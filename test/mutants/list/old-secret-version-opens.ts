import type { Mutant } from "../mutant.ts";

export default {
	path: "functions/send-email/admission/breaker.ts",
	text: "if ((await readNewerSecret(failure, batch)) !== undefined) {",
	becomes: "if ((await readNewerSecret(failure, batch)) === failure) {",
	wrong:
		"An environment with the old password stops everybody, although the new one works.",
} satisfies Mutant;
