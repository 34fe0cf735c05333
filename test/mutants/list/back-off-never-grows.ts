import type { Mutant } from "../mutant.ts";

export default {
	path: "core/breaker/transition.ts",
	text: "const attempt = attemptsBefore(state, cause, at) + 1;",
	becomes: "const attempt = 1;",
	wrong: "An outage of hours is tried every five minutes.",
} satisfies Mutant;
