import type { Mutant } from "../mutant.ts";

export default {
	path: "functions/send-email/sending/learn.ts",
	text: `			state.kind === "closed" &&
			awaitsProof(breaker) &&`,
	becomes: `			state.kind === "open" &&
			awaitsProof(breaker) &&`,
	wrong: "Each probe of a long outage costs a message an attempt.",
} satisfies Mutant;
