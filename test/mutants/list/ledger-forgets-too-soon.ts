import type { Mutant } from "../mutant.ts";

export default {
	path: "functions/send-email/adapters/ledger-table.ts",
	text: "[TABLE.ttl]: Math.floor(now() / 1000) + ledgerSeconds,",
	becomes: "[TABLE.ttl]: Math.floor(now() / 1000) + 3600,",
	wrong: "A late copy of a sent message is sent again.",
} satisfies Mutant;
