import type { Mutant } from "../mutant.ts";

export default {
	path: "core/delivery/ledger.ts",
	text: `		request.onAmbiguous === "resend" &&
		row.resends === 0 &&`,
	becomes: "\t\trow.resends === 0 &&",
	wrong:
		"After a crash a message goes twice, where the owner wants doubt held.",
} satisfies Mutant;
