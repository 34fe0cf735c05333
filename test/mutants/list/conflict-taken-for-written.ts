import type { Mutant } from "../mutant.ts";

export default {
	path: "functions/shared/change.ts",
	text: 'if (written === "written") return next;',
	becomes: 'if (written !== "unavailable") return next;',
	wrong: "Two batches reserve the same room.",
} satisfies Mutant;
