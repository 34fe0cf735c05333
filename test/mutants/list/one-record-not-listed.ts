import type { Mutant } from "../mutant.ts";

export default {
	path: "functions/send-email/settlement/finish.ts",
	text: "return back.map(({ record }) => record.messageId);",
	becomes: "return back.slice(1).map(({ record }) => record.messageId);",
	wrong: "The mapping deletes a message that should come back.",
} satisfies Mutant;
