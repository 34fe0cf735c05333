import type { HistoryEntry } from "../../core/breaker/breaker.ts";
import { whatOf } from "../../core/status/breaker-open.ts";
import type { Overview } from "../../core/status/overview.ts";
import { utc } from "../terminal/duration-text.ts";
import { plain } from "../terminal/markdown.ts";
import { matchText } from "../terminal/match.ts";

/** The events of the sender since then, one per line, and its current state. */
export function timeline(overview: Overview, since: number): string {
	const { breaker, now } = overview;
	const { state, history } = breaker;
	const before = history.findLast(({ at }) => at < since);
	const entries = history.filter(({ at }) => at >= since);
	const last =
		state.kind === "closed"
			? "Google does not stop mail"
			: `still stopped since ${utc(state.since)}: ${whatOf(state.cause, overview)} (${state.cause}); next try ${state.until <= now ? "at once" : utc(state.until)}`;
	return [
		...(before === undefined
			? []
			: [`- before, ${utc(before.at)}: ${describeEntry(before, overview)}`]),
		...entries.map(
			(entry) => `- ${utc(entry.at)}: ${describeEntry(entry, overview)}`,
		),
		`- ${utc(now)}: ${plain(last)}`,
	].join("\n");
}

function describeEntry(
	{ what, cause, who, why, rule }: HistoryEntry,
	overview: Overview,
): string {
	const by = who === undefined ? "" : ` by ${plain(who)}`;
	const reason = why === undefined ? "" : ` (${plain(why)})`;
	switch (what) {
		case "opened":
			return `sending stopped: ${cause === undefined ? "cause unknown" : whatOf(cause, overview)} (${cause})`;
		case "closed":
			return `sending resumed (${cause} was over)`;
		case "held":
			return `put on hold${by}${reason}`;
		case "resumed":
			return `resumed${by}`;
		case "ruled":
			return rule === undefined
				? `some mail held or cancelled${by}${reason}`
				: `mail ${plain(matchText(rule.match))} ${rule.kind === "hold" ? "held" : "cancelled"}${by}${reason}`;
		case "unruled":
			return `a rule was ended${by}`;
	}
}
