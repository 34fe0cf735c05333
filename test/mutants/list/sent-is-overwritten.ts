import type { Mutant } from "../mutant.ts";

export default {
	path: "functions/send-email/adapters/ledger-table.ts",
	text: 'ConditionExpression: "lastOwner = :owner AND #state <> :sent",',
	becomes: 'ConditionExpression: "lastOwner = :owner",',
	wrong: "A late write makes WAITING of SENT, and the message goes again.",
} satisfies Mutant;
