import type { Mutant } from "../mutant.ts";

export default {
	path: "functions/send-email/adapters/queue.ts",
	text: "Math.ceil(records.length / BATCH)",
	becomes: "Math.floor(records.length / BATCH)",
	wrong: "What comes back is away for eighteen minutes each time.",
} satisfies Mutant;
