import type { Mutant } from "../mutant.ts";

export default {
	path: "functions/send-email/settlement/plan.ts",
	text: "...planOfCopy({ ...failure, ...countsOf(next, row.attempts + 1) }, to, now),",
	becomes:
		"...planOfCopy({ ...failure, ...countsOf(row, row.attempts + 1) }, to, now),",
	wrong: "AWS's redrive bounces straight back.",
} satisfies Mutant;
