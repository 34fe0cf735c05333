import type { Mutant } from "../mutant.ts";

export default {
	path: "core/delivery/ledger.ts",
	text: `			if (state.leaseEnd > request.now)
				return { kind: "wait", until: state.leaseEnd };
			return fromDoubt(row, request);`,
	becomes: "\t\t\treturn fromDoubt(row, request);",
	wrong: "A twin sends what its sibling is just sending.",
} satisfies Mutant;
