import type { Mutant } from "../mutant.ts";

export default {
	path: "core/breaker/brake.ts",
	text: "sent > before.sent",
	becomes: "sent > before.sent + 1_000_000",
	wrong:
		"One environment that Google refuses opens the breaker for everybody, again and again.",
} satisfies Mutant;
