import type { Mutant } from "../mutant.ts";

export default {
	path: "functions/send-email/sending/deliver-all.ts",
	text: "if (failure !== undefined) await openBreaker(failure, batch, key);",
	becomes: "if (failure !== undefined) void openBreaker(failure, batch, key);",
	wrong: "The opening is written in the next invocation, or never.",
} satisfies Mutant;
