import type { Mutant } from "../mutant.ts";

export default {
	path: "core/breaker/gate.ts",
	text: "if (probeUntil > now) return false;",
	becomes: "",
	wrong: "A second prober logs in beside the first.",
} satisfies Mutant;
