import type { Mutant } from "../mutant.ts";

export default {
	path: "core/delivery/ledger.ts",
	text: "if (!isRedriven(row, request) || row.doubted) {",
	becomes: "if (!isRedriven(row, request)) {",
	wrong: "AWS's own redrive makes a third copy of what is in doubt.",
} satisfies Mutant;
