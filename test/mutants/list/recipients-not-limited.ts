import type { Mutant } from "../mutant.ts";

export default {
	path: "core/quota/reserve.ts",
	text: `		used.messages + 1 <= tier(inForce.messages, keptFree) &&
		used.recipients + ask.recipients <= tier(inForce.recipients, keptFree)`,
	becomes: "\t\tused.messages + 1 <= tier(inForce.messages, keptFree)",
	wrong: "Mail to many runs into the limit of recipients.",
} satisfies Mutant;
