import type { Mutant } from "../mutant.ts";

export default {
	path: "functions/send-email/intake/locate.ts",
	text: "const mayBeRepeat = spaces !== undefined || producer.isNewName;",
	becomes: "const mayBeRepeat = producer.isNewName;",
	wrong:
		"A notification that was mailed without its certificate is mailed again with it.",
} satisfies Mutant;
