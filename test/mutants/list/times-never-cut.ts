import type { Mutant } from "../mutant.ts";

export default {
	path: "core/breaker/breaker.ts",
	text: "Math.min(at, now + most)",
	becomes: "Math.min(at, now + most + 9e12)",
	wrong: "A clock that was a day fast keeps mail in the queue for a day.",
} satisfies Mutant;
