import type { Mutant } from "../mutant.ts";

export default {
	path: "functions/send-email/settlement/plan.ts",
	text: "write: changed({ ...row, attempts, state }, outcome),",
	becomes: "write: changed({ ...row, state }, outcome),",
	wrong: "What never goes is tried for ever.",
} satisfies Mutant;
