import type { Mutant } from "../mutant.ts";

export default {
	path: "functions/send-email/intake/locate.ts",
	text: "if (row.hash !== identity) return hash === identity ? { failure } : undefined;",
	becomes: "if (row.hash !== identity) return undefined;",
	wrong: "A redriven older version is sent after the one that took its place.",
} satisfies Mutant;
