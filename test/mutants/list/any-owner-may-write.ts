import type { Mutant } from "../mutant.ts";

export default {
	path: "functions/send-email/adapters/ledger-table.ts",
	text: 'ConditionExpression: "lastOwner = :owner AND #state <> :sent",',
	becomes: 'ConditionExpression: "#state <> :sent",',
	wrong: "Whoever read the row before somebody else claimed it claims it, too.",
} satisfies Mutant;
