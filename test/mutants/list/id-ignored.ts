import type { Mutant } from "../mutant.ts";

export default {
	path: "functions/send-email/intake/read-message.ts",
	text: "const key = message.id ?? redriven?.key ?? record.messageId;",
	becomes: "const key = redriven?.key ?? record.messageId;",
	wrong: "Twins of one id are two mails.",
} satisfies Mutant;
