import type { Mutant } from "../mutant.ts";

export default {
	path: "core/delivery/ledger.ts",
	text: `		state: { kind: "SENDING", owner, leaseEnd },
		lastOwner: owner,
	};
}

function fresh`,
	becomes: `		state: { kind: "SENDING", owner, leaseEnd },
		frozen: request.frozen,
		lastOwner: owner,
	};
}

function fresh`,
	wrong: "The second try differs from the first: other date, other From name.",
} satisfies Mutant;
