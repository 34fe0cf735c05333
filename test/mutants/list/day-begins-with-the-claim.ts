import type { Mutant } from "../mutant.ts";

export default {
	path: "core/delivery/ledger.ts",
	text: "\tfailingSince: _long,\n",
	becomes: "",
	wrong: "What is redriven into an outage is dead-lettered by it.",
} satisfies Mutant;
