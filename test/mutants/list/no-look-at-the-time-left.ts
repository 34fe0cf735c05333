import type { Mutant } from "../mutant.ts";

export default {
	path: "functions/send-email/deadline.ts",
	text: "return msLeft(batch) >= msFor(calls, batch) + ms;",
	becomes: "return msLeft(batch) >= -Infinity;",
	wrong: "A send is begun that the invocation does not live to see the end of.",
} satisfies Mutant;
