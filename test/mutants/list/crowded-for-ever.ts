import type { Mutant } from "../mutant.ts";

export default {
	path: "core/breaker/crowd.ts",
	text: "Math.abs(now - at) < ms",
	becomes: "now - at < ms",
	wrong: "A clock that was hours ahead keeps a queue crowded for hours.",
} satisfies Mutant;
