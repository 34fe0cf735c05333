import type { Mutant } from "../mutant.ts";

export default {
	path: "functions/send-email/settlement/settle.ts",
	text: 'return "not-recorded";',
	becomes: "return RELEASE;",
	wrong:
		"A 250 in hand is forgotten when the table does not answer: the message goes again.",
} satisfies Mutant;
