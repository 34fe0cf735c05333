import type { Mutant } from "../mutant.ts";

export default {
	path: "functions/send-email/producer.ts",
	text: 'spaces: ids === "shared" ? [SPACE.shared] : [space, ...earlier],',
	becomes: "spaces: [SPACE.shared],",
	wrong:
		"Whoever is first with an id has another producer's mail dead-lettered.",
} satisfies Mutant;
