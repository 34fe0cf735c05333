import type { Mutant } from "../mutant.ts";

export default {
	path: "functions/send-email/settlement/settle.ts",
	text: `			batch.deps.log("error", { ...about(to), event: "sent-not-recorded" });
		return undefined;`,
	becomes: `			return RELEASE;
		return undefined;`,
	wrong:
		"A 250 in hand is forgotten when the table does not answer: the message goes again.",
} satisfies Mutant;
