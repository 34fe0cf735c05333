import type { Mutant } from "../mutant.ts";

export default {
	path: "core/breaker/transition.ts",
	text: '...(worksSince === undefined || by === "prober" ? {} : { worksSince }),',
	becomes: '...(by === "prober" ? { worksSince } : {}),',
	wrong:
		"The alarm stays red though the prober gets in, or turns green though it does not.",
} satisfies Mutant;
