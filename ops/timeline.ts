import type { HistoryEntry } from "../functions/send-email/domain/breaker.ts";
import type { Overview } from "../functions/send-email/domain/overview.ts";
import { WHAT } from "../functions/send-email/domain/verdict-open.ts";
import { utc } from "./duration-text.ts";
import { plain } from "./markdown.ts";

/** What happened to the sender since then, a line each, and how it is now. */
export function timeline({ breaker, now }: Overview, since: number): string {
	const { state, history } = breaker;
	const before = history.findLast(({ at }) => at < since);
	const entries = history.filter(({ at }) => at >= since);
	const last =
		state.kind === "closed"
			? "nothing of Google's stops mail"
			: `still stopped since ${utc(state.since)}: ${WHAT[state.cause]} (${state.cause}); next try ${state.until <= now ? "at once" : utc(state.until)}`;
	return [
		...(before === undefined
			? []
			: [`- before, ${utc(before.at)}: ${sayEntry(before)}`]),
		...entries.map((entry) => `- ${utc(entry.at)}: ${sayEntry(entry)}`),
		`- ${utc(now)}: ${plain(last)}`,
	].join("\n");
}

function sayEntry({ what, cause, who, why }: HistoryEntry): string {
	const by = who === undefined ? "" : ` by ${plain(who)}`;
	const reason = why === undefined ? "" : ` (${plain(why)})`;
	switch (what) {
		case "opened":
			return `sending stopped: ${cause === undefined ? "cause unknown" : WHAT[cause]} (${cause})`;
		case "closed":
			return `sending went on (${cause} was over)`;
		case "held":
			return `put on hold${by}${reason}`;
		case "resumed":
			return `resumed${by}`;
		case "ruled":
			return `some mail held or cancelled${by}${reason}`;
		case "unruled":
			return `a rule was ended${by}`;
	}
}
