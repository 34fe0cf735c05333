import type { Mutant } from "../mutant.ts";

export default {
	path: "functions/send-email/settlement/finish.ts",
	text: "\tawait Promise.all([",
	becomes: "\tvoid Promise.all([",
	wrong: "Visibility is set when the process thaws, and events are lost.",
} satisfies Mutant;
