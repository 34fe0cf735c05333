import type { Mutant } from "../mutant.ts";

export default {
	path: "core/breaker/transition.ts",
	text: "const TRIALS_THAT_OPEN = 2;",
	becomes: "const TRIALS_THAT_OPEN = 1;",
	wrong: "A batch of hopeless messages shuts everybody out again.",
} satisfies Mutant;
