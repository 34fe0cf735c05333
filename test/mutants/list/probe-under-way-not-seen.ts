import type { Mutant } from "../mutant.ts";

export default {
	path: "core/breaker/gate.ts",
	text: "(state.probeUntil ?? 0) <= now &&",
	becomes: "",
	wrong: "A second prober logs in beside the first.",
} satisfies Mutant;
