import type { Mutant } from "../mutant.ts";

export default {
	path: "core/smtp/classify.ts",
	text: "const said = withoutAddresses(proseOf(text));",
	becomes: "const said = proseOf(text);",
	wrong: "An address that Google repeats opens the breaker for everybody.",
} satisfies Mutant;
