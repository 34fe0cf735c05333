import type { Mutant } from "../mutant.ts";

export default {
	path: "functions/send-email/quota/reservation.ts",
	text: "const settled = giveBack(current, back);",
	becomes: "const settled = giveBack(current, []);",
	wrong: "What was refused counts as sent for a day.",
} satisfies Mutant;
