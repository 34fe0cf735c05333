import type { Mutant } from "../mutant.ts";

export default {
	path: "functions/breaker/reconcile-mapping.ts",
	text: 'if (state !== "Enabled" && state !== "Disabled") {',
	becomes: 'if (state === "Creating") {',
	wrong:
		"AWS refuses the update, and the alarm says that the mapping is astray.",
} satisfies Mutant;
