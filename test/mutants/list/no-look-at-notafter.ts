import type { Mutant } from "../mutant.ts";

export default {
	path: "functions/send-email/sending/send.ts",
	text: "if (isExpired(message, of, batch))",
	becomes: "if (isWarm && isExpired(message, of, batch))",
	wrong: "What has expired while it waited for a login goes out.",
} satisfies Mutant;
