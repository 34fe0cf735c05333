import type { Mutant } from "../mutant.ts";

export default {
	path: "core/delivery/ledger.ts",
	text: "&& !isOlder;",
	becomes: ";",
	wrong: "A late copy of what was corrected goes out.",
} satisfies Mutant;
