import type { Mutant } from "../mutant.ts";

export default {
	path: "core/breaker/transition.ts",
	text: `		...noted(breaker, { at, what: "closed", cause }),
	};
}`,
	becomes: `		...withoutHold,
		...noted(breaker, { at, what: "closed", cause }),
	};
}`,
	wrong: "An operator's hold ends when the cause beneath it does.",
} satisfies Mutant;
