import type { Mutant } from "../mutant.ts";

export default {
	path: "core/breaker/transition.ts",
	text: "return !loginShows(failure) && lasts > DAY_MS",
	becomes: "return !loginShows(failure) && lasts > 99 * DAY_MS",
	wrong: "An outage of two days at MAIL or later dead-letters what waits.",
} satisfies Mutant;
