import type { Mutant } from "../mutant.ts";

export default {
	path: "core/delivery/ledger-row.ts",
	text: "!doubted && progress.accepted.length === 0 && progress.refused.length === 0",
	becomes: "!doubted && progress.refused.length === 0",
	wrong:
		"A message is called expired although some have got it, and the others are never named.",
} satisfies Mutant;
