import type { Mutant } from "../mutant.ts";

export default {
	path: "core/delivery/blame.ts",
	text: '\t"quota",\n]',
	becomes: '\t"rate",\n]',
	wrong:
		"The daily limit costs messages their attempts once somebody was sent.",
} satisfies Mutant;
