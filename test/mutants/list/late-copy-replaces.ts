import type { Mutant } from "../mutant.ts";

export default {
	path: "core/delivery/ledger.ts",
	text: "request.sentAt < sentAt ||",
	becomes: "request.sentAt < 0 ||",
	wrong: "A late duplicate of what was corrected goes out.",
} satisfies Mutant;
