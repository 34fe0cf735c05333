import type { Mutant } from "../mutant.ts";

export default {
	path: "functions/send-email/sending/deliver-all.ts",
	text: 'if (kind === "account") return openBreaker("account", failure, batch);',
	becomes:
		'if (kind === "account") return void openBreaker("account", failure, batch);',
	wrong: "The opening is written in the next invocation, or never.",
} satisfies Mutant;
