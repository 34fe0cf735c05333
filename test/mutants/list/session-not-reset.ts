import type { Mutant } from "../mutant.ts";

export default {
	path: "functions/send-email/adapters/smtp-slots.ts",
	text: 'if (result.kind === "refused") await session.reset();',
	becomes: "",
	wrong: "The message after a refused one meets an open transaction.",
} satisfies Mutant;
