import type { Mutant } from "../mutant.ts";

export default {
	path: "core/delivery/decide.ts",
	text: 'const again = situation.onAmbiguous === "resend" && situation.resends === 0;',
	becomes: "const again = situation.resends === 0;",
	wrong:
		"After a lost answer a message goes twice, where the owner wants doubt held.",
} satisfies Mutant;
