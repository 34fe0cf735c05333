import type { Mutant } from "../mutant.ts";

export default {
	path: "functions/send-email/intake/locate.ts",
	text: "if (row.hash !== identity) return hash === identity ? { failure } : undefined;",
	becomes: 'if (row.hash === "") return undefined;',
	wrong:
		"Whoever writes our attribute gets another producer's name, and its key.",
} satisfies Mutant;
