import type { Mutant } from "../mutant.ts";

export default {
	path: "functions/shared/change.ts",
	text: "if (current.writers?.includes(writer)) return current;",
	becomes: "",
	wrong:
		"A write whose answer was lost is done again: room is given back twice, a back-off doubled.",
} satisfies Mutant;
