import type { Mutant } from "../mutant.ts";

export default {
	path: "functions/send-email/quota/reservation.ts",
	text: "\tmemory.uncounted = 0;\n",
	becomes: "",
	wrong:
		"What was sent is counted again with each batch: a message is blamed for what nobody else was sent.",
} satisfies Mutant;
