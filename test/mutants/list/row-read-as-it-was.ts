import type { Mutant } from "../mutant.ts";

export default {
	path: "functions/send-email/adapters/ledger-table.ts",
	text: "ConsistentRead: true,",
	becomes: "ConsistentRead: false,",
	wrong: "An own claim is not recognised, a settled message is in doubt.",
} satisfies Mutant;
