import type { Mutant } from "../mutant.ts";

export default {
	path: "functions/send-email/settlement/settle.ts",
	text: "if (!(await sendCopy(plan.copy, to, batch))) return RELEASE;",
	becomes: "await sendCopy(plan.copy, to, batch);",
	wrong: "A dead-letter queue that does not answer loses the message.",
} satisfies Mutant;
