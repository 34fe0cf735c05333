import type { Mutant } from "../mutant.ts";

export default {
	path: "functions/send-email/deliver.ts",
	text: `		await passTokenOn(batch);
		return new Map();`,
	becomes:
		'		return deliverAll(messages.filter((one) => one.kind === "keyed"), batch);',
	wrong: "A table that does not answer lets mail out uncounted.",
} satisfies Mutant;
