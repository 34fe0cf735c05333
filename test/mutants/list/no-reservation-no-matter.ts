import type { Mutant } from "../mutant.ts";

export default {
	path: "functions/send-email/deliver.ts",
	text: "\t\tawait passTokenOn(batch, { isIn: true });\n\t\treturn new Map();",
	becomes:
		'\t\treturn deliverAll(messages.filter((one) => one.kind === "keyed"), batch);',
	wrong: "A table that does not answer lets mail out uncounted.",
} satisfies Mutant;
