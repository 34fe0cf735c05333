import type { Mutant } from "../mutant.ts";

export default {
	path: "functions/send-email/admission/admit.ts",
	text: "secret.version === brake.secretVersion;",
	becomes: 'secret.version !== "";',
	wrong: "After a new password an environment waits for a quarter of an hour.",
} satisfies Mutant;
