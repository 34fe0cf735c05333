import type { Mutant } from "../mutant.ts";

export default {
	path: "functions/send-email/admission/breaker.ts",
	text: `current.version === from.version
				? afterEvent(current, {`,
	becomes: `current.version >= from.version
				? afterEvent(current, {`,
	wrong: "Two environments take the token, and two messages are at risk.",
} satisfies Mutant;
