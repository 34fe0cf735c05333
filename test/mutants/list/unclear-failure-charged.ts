import type { Mutant } from "../mutant.ts";

export default {
	path: "core/delivery/blame.ts",
	text: 'return now - firstAt > DAY_MS ? "age" : undefined;',
	becomes: 'return now - firstAt > DAY_MS ? "age" : "others";',
	wrong:
		"Each failure in an outage at MAIL or later costs a message an attempt.",
} satisfies Mutant;
