import type { Mutant } from "../mutant.ts";

export default {
	path: "functions/send-email/batch.ts",
	text: "return msLeft(batch) > (BUDGET.send + BUDGET.settle) * 1000;",
	becomes: "return msLeft(batch) > -Infinity;",
	wrong: "A send is begun that the invocation does not live to see the end of.",
} satisfies Mutant;
