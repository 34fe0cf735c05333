import type { Mutant } from "../mutant.ts";

export default {
	path: "functions/send-email/admission/admit.ts",
	text: "memory.breakerVersion !== version",
	becomes: "memory.breakerVersion === version",
	wrong:
		"Three losses in a row are never three, and the breaker never opens for them.",
} satisfies Mutant;
