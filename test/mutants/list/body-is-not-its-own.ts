import type { Mutant } from "../mutant.ts";

export default {
	path: "functions/send-email/intake/opening.ts",
	text: "own.bytes += bytes;",
	becomes: "own.bytes += 0;",
	wrong: "A long message with a long file comes back for ever.",
} satisfies Mutant;
