import type { Mutant } from "../mutant.ts";

export default {
	path: "core/breaker/transition.ts",
	text: 'by === "prober" &&\n\t\tfailure.cause',
	becomes: 'by === "trial" &&\n\t\tfailure.cause',
	wrong:
		"After a prober that cannot connect the environments try the refused password again.",
} satisfies Mutant;
