import type { Mutant } from "../mutant.ts";

export default {
	path: "functions/send-email/sending/learn.ts",
	text: 'return result.kind === "lost" && result.failure.handedOver',
	becomes: 'return result.kind === "lost" && !result.failure.handedOver',
	wrong: "Google has counted a message that our count has forgotten.",
} satisfies Mutant;
