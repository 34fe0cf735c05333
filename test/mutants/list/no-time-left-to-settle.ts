import type { Mutant } from "../mutant.ts";

export default {
	path: "functions/send-email/deadline.ts",
	text: "return (calls + CALLS.end) * deps.callMs + MARGIN_MS;",
	becomes: "return MARGIN_MS + (calls + CALLS.end) * 0;",
	wrong: "A slow last send leaves no time to write it down: doubt.",
} satisfies Mutant;
