import type { Mutant } from "../mutant.ts";

export default {
	path: "ops/dead-letters/redrive-decision.ts",
	text: ': leave("key-reused");',
	becomes: ": move(own);",
	wrong: "A redrive sends the version that was corrected.",
} satisfies Mutant;
