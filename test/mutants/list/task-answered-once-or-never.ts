import type { Mutant } from "../mutant.ts";

export default {
	path: "functions/send-email/settlement/plan.ts",
	text: `		case "already-sent":
			return {
				task: { kind: "sent", since: outcome.since ?? now },`,
	becomes: `		case "already-sent":
			return {`,
	wrong: "A crash between SENT and the task's answer leaves the task waiting.",
} satisfies Mutant;
