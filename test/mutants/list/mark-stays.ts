import type { Mutant } from "../mutant.ts";

export default {
	path: "functions/send-email/intake/marks.ts",
	text: "if (!marks.has(record)) return;",
	becomes: "if (marks.has(record)) return;",
	wrong: "Mail that waits long is dead-lettered unread.",
} satisfies Mutant;
