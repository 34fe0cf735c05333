import type { Mutant } from "../mutant.ts";

export default {
	path: "functions/send-email/settlement/plan.ts",
	text: "write: { ...changed(next, outcome), extra, necessary: true },",
	becomes: "write: { ...changed(next, outcome), extra, necessary: false },",
	wrong:
		"A copy is made although the row does not say FAILED: the message is sent, too.",
} satisfies Mutant;
