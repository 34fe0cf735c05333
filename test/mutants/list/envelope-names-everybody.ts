import type { Mutant } from "../mutant.ts";

export default {
	path: "functions/send-email/sending/compose-mail.ts",
	text: "to: pending.map((index) => ({",
	becomes: "to: recipients.map((_address, index) => ({",
	wrong: "Whoever has got it gets it again with each retry.",
} satisfies Mutant;
