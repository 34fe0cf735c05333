import type { Mutant } from "../mutant.ts";

export default {
	path: "core/breaker/transition.ts",
	text: "event.isIn ? working(state, event.at) : halfOpen(state)",
	becomes: "halfOpen(state)",
	wrong: "An alarm stays red until the next mail, though logins work.",
} satisfies Mutant;
