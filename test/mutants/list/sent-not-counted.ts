import type { Mutant } from "../mutant.ts";

export default {
	path: "functions/send-email/sending/learn.ts",
	text: "memory.uncounted += 1;",
	becomes: "memory.uncounted += 0;",
	wrong:
		"Nobody is ever known to send: hopeless messages stop the fleet for a day.",
} satisfies Mutant;
