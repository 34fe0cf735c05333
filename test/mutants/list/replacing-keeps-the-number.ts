import type { Mutant } from "../mutant.ts";

export default {
	path: "core/delivery/ledger.ts",
	text: "return fresh(request, failure + 1);",
	becomes: "return fresh(request, failure);",
	wrong:
		"AWS redrives what was corrected and has expired since, and it goes out.",
} satisfies Mutant;
