import type { Mutant } from "../mutant.ts";

export default {
	path: "functions/send-email/sending/claim.ts",
	text: "leaseEnd: deadline + LEASE_MARGIN_SECONDS * 1000,",
	becomes: "leaseEnd: now + 10_000,",
	wrong: "A copy is sent while the first one is still on its way.",
} satisfies Mutant;
