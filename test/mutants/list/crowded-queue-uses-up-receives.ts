import type { Mutant } from "../mutant.ts";

export default {
	path: "core/delivery/backoff.ts",
	text: "receiveCount < CROWDED_RECEIVES",
	becomes: "receiveCount > 0",
	wrong:
		"What waits in a crowded queue for days reaches its 1,000th receive, and SQS moves it.",
} satisfies Mutant;
