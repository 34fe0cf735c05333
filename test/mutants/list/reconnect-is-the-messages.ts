import type { Mutant } from "../mutant.ts";

export default {
	path: "core/delivery/blame.ts",
	text: "escalates || reconnect ?",
	becomes: "escalates ?",
	wrong: "A Gmail that ends each session dead-letters everybody.",
} satisfies Mutant;
