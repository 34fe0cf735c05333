import type { Mutant } from "../mutant.ts";

export default {
	path: "core/delivery/failure-run.ts",
	text: "before.sent === sent ? before : NO_RUN",
	becomes: "before.sent === sent ? NO_RUN : before",
	wrong:
		"Three losses in a row are never three, and the breaker never opens for them.",
} satisfies Mutant;
