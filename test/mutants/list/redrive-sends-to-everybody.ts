import type { Mutant } from "../mutant.ts";

export default {
	path: "core/delivery/ledger.ts",
	text: `		resends: 0,
		progress: { ...row.progress, refused: [] },
	};`,
	becomes: `		resends: 0,
		progress: { accepted: [], refused: [] },
	};`,
	wrong:
		"A redrive after a partial refusal sends a second copy to those who have it.",
} satisfies Mutant;
