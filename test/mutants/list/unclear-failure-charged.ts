import type { Mutant } from "../mutant.ts";

export default {
	path: "core/delivery/blame.ts",
	text: "\treturn failingSince !== undefined && now - failingSince > DAY_MS",
	becomes:
		"\treturn failingSince === undefined || now - failingSince > -DAY_MS",
	wrong:
		"Each failure in an outage at MAIL or later costs a message an attempt.",
} satisfies Mutant;
