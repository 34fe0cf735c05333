import type { Breaker } from "../../core/breaker/breaker.ts";
import {
	type Hold,
	holdingRules,
	holdNow,
	type MessageRule,
} from "../../core/breaker/holds.ts";
import { iso } from "../../core/status/facts.ts";
import { comesBackBy, keptBy } from "../../core/status/kept-by.ts";
import { type Answer, answerError, answerOk, NO_TABLE } from "./answer.ts";
import { carryOut, isSame, matchOf, namesOf } from "./carry-out.ts";
import type { BreakerDeps } from "./deps.ts";
import { gatherOverview } from "./gather-overview.ts";
import type { Request } from "./request.ts";

type Asked = Extract<Request, { action: "resume" }>;

/** Ends the hold of everything, or of some mail, and says what it found. */
export async function resumeMail(
	asked: Asked,
	deps: BreakerDeps,
): Promise<Answer> {
	const breaker = await deps.breaker.read();
	if (breaker === "unavailable") return NO_TABLE;
	return asked.rule === undefined && namesOf(matchOf(asked)) === undefined
		? resumeAll(asked, breaker, deps)
		: resumeSome(asked, breaker, deps);
}

async function resumeAll(
	{ who }: Asked,
	{ hold }: Breaker,
	deps: BreakerDeps,
): Promise<Answer> {
	const at = deps.clock.now();
	const held = holdNow(hold, at);
	const done = await carryOut(deps, () => ({ kind: "resumed", at, who }));
	const ended =
		held === undefined
			? "Nothing was on hold as a whole."
			: `Resumed: the hold of everything is over${by(held)}.`;
	return done ?? answered(ended, [], deps);
}

async function resumeSome(
	asked: Asked,
	{ rules }: Breaker,
	deps: BreakerDeps,
): Promise<Answer> {
	const at = deps.clock.now();
	const match = matchOf(asked);
	const isMeant = ({ id, kind, match: other }: MessageRule) =>
		asked.rule === undefined
			? kind === "hold" && isSame(other, match)
			: id === asked.rule;
	const ending = rules.filter(isMeant);
	if (ending.length === 0)
		return answerError(
			`Cannot resume mail ${namesOf(match) ?? `of rule ${asked.rule}`} as nothing holds it; rules in force: ${rules.map((one) => `${one.kind} ${namesOf(one.match)} (rule ${one.id})`).join(", ") || "none"}`,
		);
	const done = await carryOut(deps, (now) => ({
		kind: "unruled",
		at,
		who: asked.who,
		ids: now.rules.filter(isMeant).map(({ id }) => id),
	}));
	const ended = ending.map(
		(rule) =>
			`the ${rule.kind === "hold" ? "hold" : "cancellation"} of mail ${namesOf(rule.match)} is over${by(rule)}`,
	);
	return done ?? answered(`Resumed: ${ended.join("; ")}.`, ending, deps);
}

function by({ who, why, at }: Pick<Hold, "who" | "why" | "at">): string {
	return `, which was by ${who} since ${iso(at)} (${why})`;
}

async function answered(
	ended: string,
	ending: readonly MessageRule[],
	deps: BreakerDeps,
): Promise<Answer> {
	const seen = await gatherOverview(deps);
	if (seen === "unavailable") return answerOk(ended);
	const kept = keptBy(seen);
	const back =
		kept.length > 0 || seen.ready + seen.hidden === 0
			? ""
			: ` What waits comes back by itself, the last of it by ${iso(comesBackBy(seen, ending))}.`;
	const rules = holdingRules(seen.breaker.rules, seen.now);
	return {
		...answerOk(
			[
				ended,
				...(kept.length === 0 ? ["Nothing keeps mail back."] : kept),
			].join(" ") + back,
		),
		...(rules.length === 0 ? {} : { rules: rules.map(({ id }) => id) }),
	};
}
