import type { Mutant } from "../mutant.ts";

export default {
	path: "core/quota/senders.ts",
	text: "one.producer !== producer && now - one.at < RETENTION.longest * 1000,",
	becomes: "now - one.at < RETENTION.longest * 1000,",
	wrong: "After an outage a sender's only producer waits for nobody.",
} satisfies Mutant;
