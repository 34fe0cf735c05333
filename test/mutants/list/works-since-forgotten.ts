import type { Mutant } from "../mutant.ts";

export default {
	path: "core/breaker/transition.ts",
	text: "...(worksSince === undefined || endsWorking ? {} : { worksSince }),",
	becomes: "...(endsWorking ? { worksSince } : {}),",
	wrong:
		"The alarm stays red though the prober gets in, or turns green though it does not.",
} satisfies Mutant;
