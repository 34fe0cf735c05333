import type { Mutant } from "../mutant.ts";

export default {
	path: "core/delivery/ledger.ts",
	text: `				return { kind: "wait", until: state.leaseEnd };
			return fromDoubt(row, request);`,
	becomes: `				return { kind: "wait", until: state.leaseEnd };
			return begin(row, request);`,
	wrong:
		"What may have been sent before a crash is sent again as if nothing had been.",
} satisfies Mutant;
