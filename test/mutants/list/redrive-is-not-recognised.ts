import type { Mutant } from "../mutant.ts";

export default {
	path: "core/delivery/ledger.ts",
	text: "redrivenFailure >= row.failure",
	becomes: "redrivenFailure > row.failure",
	wrong: "What is redriven goes straight back to the dead-letter queue.",
} satisfies Mutant;
