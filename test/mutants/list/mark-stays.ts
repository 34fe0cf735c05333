import type { Mutant } from "../mutant.ts";

export default {
	path: "functions/send-email/intake/marks.ts",
	text: "if (marks.has(record)) await",
	becomes: "if (!marks.has(record)) await",
	wrong: "Mail that waits long is dead-lettered unread.",
} satisfies Mutant;
