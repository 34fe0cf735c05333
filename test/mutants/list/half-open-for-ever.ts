import type { Mutant } from "../mutant.ts";

export default {
	path: "core/breaker/gate.ts",
	text: "return token !== undefined && token.until > now",
	becomes: "return token !== undefined",
	wrong: "A trial whose environment dies blocks everybody for good.",
} satisfies Mutant;
