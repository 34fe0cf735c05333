import type { Mutant } from "../mutant.ts";

export default {
	path: "core/breaker/transition.ts",
	text: '\t\t\t\t\t\t...noted(breaker, {\n\t\t\t\t\t\t\tat: event.at,\n\t\t\t\t\t\t\twhat: "closed",',
	becomes:
		'\t\t\t\t\t\t...withoutHold,\n\t\t\t\t\t\t...noted(breaker, {\n\t\t\t\t\t\t\tat: event.at,\n\t\t\t\t\t\t\twhat: "closed",',
	wrong: "An operator's hold ends when the cause beneath it does.",
} satisfies Mutant;
