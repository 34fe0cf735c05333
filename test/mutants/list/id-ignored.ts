import type { Mutant } from "../mutant.ts";

export default {
	path: "functions/send-email/intake/look-up.ts",
	text: "const { id, taskToken } = message;",
	becomes: "const { taskToken } = message, id = undefined;",
	wrong: "Twins of one id are two mails.",
} satisfies Mutant;
