import type { Mutant } from "../mutant.ts";

export default {
	path: "core/smtp/classify.ts",
	text: 'if (ALWAYS_SENDER.has(cause)) return { scope: "sender", ...passing };',
	becomes:
		'if (ALWAYS_SENDER.has(cause) && cause !== "quota") return { scope: "sender", ...passing };',
	wrong:
		"A daily limit that is reached dead-letters one message after another.",
} satisfies Mutant;
