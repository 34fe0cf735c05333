import type { Mutant } from "../mutant.ts";

export default {
	path: "functions/send-email/sending/culprit.ts",
	text: "if (!isOne(producer, batch)) return undefined;",
	becomes: "",
	wrong: "One topic's bad addresses hold the mail of every topic.",
} satisfies Mutant;
