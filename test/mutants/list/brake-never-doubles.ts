import type { Mutant } from "../mutant.ts";

export default {
	path: "core/breaker/brake.ts",
	text: "Math.min(LONGEST_BRAKE_MS, 2 * before.ms)",
	becomes: "before.ms",
	wrong:
		"An environment that Google refuses alone logs in each minute for ever.",
} satisfies Mutant;
