import type { Mutant } from "../mutant.ts";

export default {
	path: "functions/send-email/intake/verify-origin.ts",
	text: 'return word === config.eventWord ? { kind: "rule", rule } : UNVERIFIED;',
	becomes: 'return word === "" ? UNVERIFIED : { kind: "rule", rule };',
	wrong: "Whoever may send to the queue makes up urgent events of AWS.",
} satisfies Mutant;
