import type { Mutant } from "../mutant.ts";

export default {
	path: "core/event/origin.ts",
	text: '(origin.kind === "topic" && namesTopic(match, origin.topicArn))',
	becomes: 'origin.kind === "topic"',
	wrong:
		"Whoever may publish to one routed topic makes up urgent events of AWS.",
} satisfies Mutant;
