import type { Mutant } from "../mutant.ts";

export default {
	path: "core/delivery/decide.ts",
	text: "if (attempts >= situation.attemptBudget)",
	becomes: "if (attempts > 10 * situation.attemptBudget)",
	wrong: "What never goes is tried for days.",
} satisfies Mutant;
