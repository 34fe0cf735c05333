import type { Mutant } from "../mutant.ts";

export default {
	path: "functions/send-email/deliver.ts",
	text: "finish(unlessCrowded(all, admitted), deferred, batch)",
	becomes: "finish(all, deferred, batch)",
	wrong:
		"A flood hides as much as SQS allows, and everybody's mail stands still.",
} satisfies Mutant;
