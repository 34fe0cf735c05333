import type { Mutant } from "../mutant.ts";

export default {
	path: "functions/send-email/admission/login.ts",
	text: 'failure?.stage === "auth"',
	becomes: 'failure?.stage === "ehlo"',
	wrong: "Each batch tries a further login that Google refuses.",
} satisfies Mutant;
