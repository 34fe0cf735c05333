import type { Mutant } from "../mutant.ts";

export default {
	path: "functions/send-email/sending/deliver-all.ts",
	text: "if (lost === undefined) await passTokenOn(batch, { isIn });",
	becomes: "if (lost === undefined) return begun;",
	wrong:
		"A trial from which nothing was learned blocks the others until its lease ends.",
} satisfies Mutant;
