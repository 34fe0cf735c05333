import type { Mutant } from "../mutant.ts";

export default {
	path: "functions/send-email/sending/deliver-all.ts",
	text: "return isOnTrial(batch) && left > 0;",
	becomes: "return isOnTrial(batch) && left > -100;",
	wrong: "A trial costs each message of a batch a try.",
} satisfies Mutant;
