import type { Mutant } from "../mutant.ts";

export default {
	path: "functions/send-email/adapters/ledger-table.ts",
	text: "\t\tstate: kind,\n\t\tdetails,",
	becomes: "\t\tstate: kind,\n\t\tseen: _seen,\n\t\tdetails,",
	wrong:
		"A message of which nobody but itself fails is never known to be alone with it.",
} satisfies Mutant;
