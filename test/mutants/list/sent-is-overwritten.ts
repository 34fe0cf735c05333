import type { Mutant } from "../mutant.ts";

export default {
	path: "functions/send-email/adapters/ledger-table.ts",
	text: 'ConditionExpression: "lastOwner = :owner AND #state <> :sent",',
	becomes: 'ConditionExpression: "lastOwner = :owner",',
	wrong: "A late write makes WAITING of SENT, and the message goes again.",
	equivalent:
		"Whoever owns a claim settles it once, and a late write of an earlier owner meets another owner. The condition is there for whoever writes the next step.",
} satisfies Mutant;
