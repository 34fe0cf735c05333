import type { Mutant } from "../mutant.ts";

export default {
	path: "functions/send-email/sending/claim.ts",
	text: 'return rule?.kind === "cancel"',
	becomes: 'return rule?.kind === "hold"',
	wrong: "What an operator has cancelled goes out.",
} satisfies Mutant;
