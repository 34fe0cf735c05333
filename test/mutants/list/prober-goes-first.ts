import type { Mutant } from "../mutant.ts";

export default {
	path: "core/breaker/gate.ts",
	text: "const HEAD_START_MS = 120_000;",
	becomes: "const HEAD_START_MS = 0;",
	wrong: "A prober that alone cannot connect keeps everybody out.",
} satisfies Mutant;
