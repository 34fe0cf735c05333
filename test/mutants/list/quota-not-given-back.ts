import type { Mutant } from "../mutant.ts";

export default {
	path: "functions/send-email/quota/reservation.ts",
	text: "withSent(giveBack(current, back), more)",
	becomes: "withSent(giveBack(current, []), more)",
	wrong: "What was refused counts as sent for a day.",
} satisfies Mutant;
