import type { Mutant } from "../mutant.ts";

export default {
	path: "functions/send-email/intake/locate.ts",
	text: "if (identity === undefined) return undefined;",
	becomes: "",
	wrong:
		"A body that nobody can read gets a foothold in the name space that its attribute names.",
} satisfies Mutant;
