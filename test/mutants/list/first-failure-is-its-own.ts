import type { Mutant } from "../mutant.ts";

export default {
	path: "core/breaker/brake.ts",
	text: "return before?.sent !== undefined && sent !== undefined && sent > before.sent;",
	becomes: "return sent !== undefined && sent > (before?.sent ?? 0);",
	wrong:
		"The first refused login of each environment is its own affair, and nobody stops the fleet.",
} satisfies Mutant;
