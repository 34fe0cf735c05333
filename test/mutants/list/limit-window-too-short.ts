import type { Mutant } from "../mutant.ts";

export default {
	path: "core/quota/window.ts",
	text: "return (hour + 1) * HOUR_MS + DAY_MS + LONGEST_SEND_MS;",
	becomes: "return hour * HOUR_MS + DAY_MS;",
	wrong: "Our count drops before Google's does.",
} satisfies Mutant;
