import type { Mutant } from "../mutant.ts";

export default {
	path: "core/delivery/decide.ts",
	text: "if (!handedOver) return unclear(failure, situation);",
	becomes: "if (stage !== undefined) return unclear(failure, situation);",
	wrong: "What Google may have taken is sent again as if it had not.",
} satisfies Mutant;
