import type { Mutant } from "../mutant.ts";

export default {
	path: "core/smtp/smtp-result.ts",
	text: 'if (failure.handedOver) return "unknown-after-data";',
	becomes: "",
	wrong: "What Google may have taken is sent again as if it had not.",
} satisfies Mutant;
