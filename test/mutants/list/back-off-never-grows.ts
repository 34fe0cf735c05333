import type { Mutant } from "../mutant.ts";

export default {
	path: "core/breaker/transition.ts",
	text: "const attempt = isSure ? (isSame ? before : 0) + 1 : before;",
	becomes: "const attempt = isSure ? 1 : before;",
	wrong: "A throttle that lasts for hours is asked after every five minutes.",
} satisfies Mutant;
