import type { Mutant } from "../mutant.ts";

export default {
	path: "functions/send-email/batch.ts",
	text: "return msLeft(batch) > (BUDGET.send + BUDGET.settle) * 1000;",
	becomes: "return msLeft(batch) > BUDGET.send * 1000;",
	wrong: "A slow last send leaves no time to write it down: doubt.",
} satisfies Mutant;
