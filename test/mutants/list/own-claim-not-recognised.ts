import type { Mutant } from "../mutant.ts";

export default {
	path: "functions/send-email/sending/claim.ts",
	text: "if (row?.lastOwner !== owner) return undefined;",
	becomes: "if (row !== null) return undefined;",
	wrong:
		"After a lost answer nobody sends what this environment has claimed, until its lease is over and it counts as doubt.",
} satisfies Mutant;
