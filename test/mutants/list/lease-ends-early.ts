import type { Mutant } from "../mutant.ts";

export default {
	path: "functions/send-email/deadline.ts",
	text: "return deadline + LEASE_MARGIN_SECONDS * 1000;",
	becomes: "return deadline - 170_000;",
	wrong: "A copy is sent while the first one is still on its way.",
} satisfies Mutant;
