import type { Mutant } from "../mutant.ts";

export default {
	path: "functions/breaker/reconcile-mapping.ts",
	text: 'if (state === (wanted ? "Enabled" : "Disabled")) return false;',
	becomes: 'if (state === "Enabled" || state === "Disabled") return false;',
	wrong: "A mapping that somebody has switched off stays off.",
} satisfies Mutant;
