import type { Mutant } from "../mutant.ts";

export default {
	path: "functions/send-email/sending/send.ts",
	text: "if (isLate(message, batch)) {",
	becomes: "if (isWarm && isLate(message, batch)) {",
	wrong: "What has expired while it waited for a login goes out.",
} satisfies Mutant;
