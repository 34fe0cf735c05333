import { isCrowded } from "../breaker/crowd.ts";
import { byCause, proving } from "./breaker-open.ts";
import * as stopped from "./not-sending.ts";
import type { Advice, Overview, Verdict } from "./overview.ts";
import * as sending from "./sending.ts";

type Rule = (overview: Overview, advice: Advice) => Verdict | undefined;

/** The first rule that applies gives the verdict. */
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

/** Describes the state of a sender, and the command to type. */
export function verdictOf(overview: Overview, advice: Advice): Verdict {
	for (const rule of RULES) {
		const verdict = rule(overview, advice);
		if (verdict !== undefined)
			return withUnknown(withCrowd(verdict, overview, advice), overview);
	}
	throw new Error("No rule applies to this sender");
}

// A crowded queue delays all mail, whatever the verdict is.
function withCrowd(
	verdict: Verdict,
	{ breaker, now, hidden }: Overview,
	{ quota }: Advice,
): Verdict {
	if (!isCrowded(breaker, now)) return verdict;
	return {
		...verdict,
		notes: [
			...(verdict.notes ?? []),
			`The queue is crowded: ${hidden.toLocaleString("en")} messages are hidden. All mail is late, as SQS allows at most 120,000 in flight. Who sends: ${quota}`,
		],
	};
}

// A part that could not be read may be the problem, so the verdict names it.
function withUnknown(verdict: Verdict, { unknown }: Overview): Verdict {
	const parts = Object.entries(unknown)
		.filter(([part]) => part !== "breaker")
		.map(([part, why]) => `${part} (${why})`);
	if (parts.length === 0) return verdict;
	return {
		...verdict,
		notes: [...(verdict.notes ?? []), `Unknown: ${parts.join(", ")}.`],
	};
}
