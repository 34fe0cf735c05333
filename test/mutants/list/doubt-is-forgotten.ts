import type { Mutant } from "../mutant.ts";

export default {
	path: "core/delivery/ledger.ts",
	text: `				return { kind: "wait", until: state.notBefore };
			return fromDoubt(row, request);`,
	becomes: `				return { kind: "wait", until: state.notBefore };
			return begin(row, request);`,
	wrong: "What may have been sent before a lost answer is sent without end.",
} satisfies Mutant;
