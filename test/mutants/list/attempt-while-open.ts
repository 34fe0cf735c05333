import type { Mutant } from "../mutant.ts";

export default {
	path: "core/breaker/gate.ts",
	text: "return facts.until <= now || isRenewed(facts, secretVersion);",
	becomes: "return facts.until <= now + 9e9;",
	wrong: "Each batch tries although the breaker is open.",
} satisfies Mutant;
