import type { Mutant } from "../mutant.ts";

export default {
	path: "functions/send-email/sending/claim.ts",
	text: 'return mine(again, asked) ?? { kind: "wait", until: asked.now + 60_000 };',
	becomes:
		'return mine(again, asked) ?? { kind: "acknowledge", because: "sent" };',
	wrong:
		"Whoever loses the claim to somebody who then dies acknowledges the only copy.",
} satisfies Mutant;
