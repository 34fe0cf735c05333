import type { Mutant } from "../mutant.ts";

export default {
	path: "functions/send-email/sending/send.ts",
	text: "if (round === 0 && isExpired(message, of, batch)) {",
	becomes: "if (round < 0 && isExpired(message, of, batch)) {",
	wrong: "What has expired while it waited for its turn goes out.",
} satisfies Mutant;
