import type { Mutant } from "../mutant.ts";

export default {
	path: "functions/send-email/quota/reservation.ts",
	text: "...(reachedEnd ? { lastOutcomeAt: now } : {}),",
	becomes: "lastOutcomeAt: now,",
	wrong: "A backlog that is stalled rings nobody.",
} satisfies Mutant;
