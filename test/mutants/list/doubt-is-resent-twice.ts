import type { Mutant } from "../mutant.ts";

export default {
	path: "core/delivery/ledger.ts",
	text: `		row.resends === 0 &&
		!request.expired &&`,
	becomes: `		row.resends < 2 &&
		!request.expired &&`,
	wrong: "Somebody gets a third copy.",
} satisfies Mutant;
