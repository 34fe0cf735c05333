import type { Mutant } from "../mutant.ts";

export default {
	path: "functions/send-email/quota/reservation.ts",
	text: 'const sawLimit = stopped?.cause === "quota" && trialOwner === undefined;',
	becomes: 'const sawLimit = stopped?.cause === "quota";',
	wrong: "Each refused trial makes the learned limit lower.",
} satisfies Mutant;
