import type { Mutant } from "../mutant.ts";

export default {
	path: "functions/send-email/sending/claim.ts",
	text: 'return mine(again, request) ?? { kind: "wait", until: request.now + 60_000 };',
	becomes:
		'return mine(again, request) ?? { kind: "acknowledge", because: "sent" };',
	wrong:
		"Whoever loses the claim to somebody who then dies acknowledges the only copy.",
} satisfies Mutant;
