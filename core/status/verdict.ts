import { byCause, proving } from "./breaker-open.ts";
import * as stopped from "./not-sending.ts";
import type { Advice, Overview, Verdict } from "./overview.ts";
import * as sending from "./sending.ts";

type Rule = (overview: Overview, advice: Advice) => Verdict | undefined;

/** The first rule that has something to say is the verdict. */
const RULES: readonly Rule[] = [
	stopped.unreadable,
	stopped.withoutPassword,
	stopped.held,
	byCause,
	stopped.mappingOff,
	stopped.throttled,
	stopped.stalled,
	proving,
	sending.failing,
	sending.unattended,
	sending.nearLimit,
	sending.producersHeld,
	sending.withDeadLetters,
	sending.fine,
];

/** Says what is the matter with a sender, and what to type. */
export function verdictOf(overview: Overview, advice: Advice): Verdict {
	for (const rule of RULES) {
		const verdict = rule(overview, advice);
		if (verdict !== undefined) return withUnknown(verdict, overview);
	}
	throw new Error("No rule says anything of this sender");
}

// What could not be read may be what is wrong: it must not look like nothing.
function withUnknown(verdict: Verdict, { unknown }: Overview): Verdict {
	const parts = Object.entries(unknown)
		.filter(([part]) => part !== "breaker")
		.map(([part, why]) => `${part} (${why})`);
	if (parts.length === 0) return verdict;
	return {
		...verdict,
		message: `${verdict.message} Unknown: ${parts.join(", ")}.`,
	};
}
