import type { Mutant } from "../mutant.ts";

export default {
	path: "functions/send-email/sending/send.ts",
	text: 'if (files === "too-slow") return tooSlow(pending, of, batch);',
	becomes: 'if (files === "too-slow") return uncharged(of);',
	wrong: "A message whose files are slow comes back for ever.",
} satisfies Mutant;
