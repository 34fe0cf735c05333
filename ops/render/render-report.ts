import { seenOf } from "../../core/status/facts.ts";
import { blockedSeconds } from "../../core/status/gauges.ts";
import type { Overview, Verdict } from "../../core/status/overview.ts";
import type { DiscardOnRecord } from "../dead-letters/discards.ts";
import type { Doubt } from "../dead-letters/doubts.ts";
import { type Reading, textOf, textUnless } from "../sender/reading.ts";
import { describeDuration, utc } from "../terminal/duration-text.ts";
import { code, plain } from "../terminal/markdown.ts";
import { rulesText } from "./render-producers.ts";
import {
	countBy,
	type DeadEntry,
	deadTable,
	discardsTable,
	doubtsTable,
} from "./render-report-letters.ts";
import { hoursTable, producersTable } from "./render-report-quota.ts";
import { holdText, waitingText } from "./render-state.ts";
import { timeline } from "./timeline.ts";

export interface ReportFacts {
	readonly sender: string;
	readonly stack: string;
	readonly packageVersion: string;
	/** Epoch ms. */
	readonly since: number;
	/** Seconds the queue keeps a message. */
	readonly retention: number;
	readonly overview: Overview;
	readonly verdict: Verdict;
	readonly dead: Reading<readonly DeadEntry[]>;
	readonly doubts: Reading<readonly Doubt[]>;
	readonly discards: Reading<readonly DiscardOnRecord[]>;
}

/** The incident in Markdown, for a ticket, with times in UTC and without addresses. */
export function reportMarkdown(facts: ReportFacts): string {
	const { overview, verdict, since, dead, doubts, discards } = facts;
	const { now, quota, unknown } = overview;
	const ofTable = (text: () => string) => textUnless(unknown.breaker, text);
	const ofQuota = (text: () => string) => textUnless(unknown.quota, text);
	const letters = dead.kind === "read" ? dead.value : [];
	return [
		`# Mail of ${plain(facts.sender)}, ${utc(since)} to ${utc(now)}`,
		`Stack ${plain(facts.stack)}, package ${plain(facts.packageVersion)}. All times are UTC.`,
		`**Now:** ${plain(verdict.message)}`,
		"## Is mail lost?",
		lostText(facts),
		"## Timeline",
		ofTable(() => timeline(overview, since)),
		`**On hold:** ${ofTable(() => plain(holdText(overview)))}`,
		`**Rules:** ${ofTable(() => plain(rulesText(overview)))}`,
		"## Waiting and sent",
		`Waiting now: ${textUnless(unknown.queue, () => waitingText(overview))}.`,
		ofQuota(() => hoursTable(quota, since, now)),
		"## By producer",
		ofQuota(() => producersTable(quota, since, now)),
		"## Dead letters",
		textOf(dead, deadTable),
		"## Doubts",
		textOf(doubts, doubtsTable),
		"## Discards",
		textOf(discards, discardsTable),
		"## Replies from Google",
		repliesText(overview, since, letters),
	].join("\n\n");
}

function lostText({ overview, dead, retention }: ReportFacts): string {
	const kept = blockedSeconds(seenOf(overview));
	const expired =
		kept > retention
			? ` **Yes, perhaps:** mail has been kept back for ${describeDuration(kept * 1000)}, and the queue keeps it for ${describeDuration(retention * 1000)}.`
			: "";
	if (dead.kind === "unknown")
		return `Unknown: the dead letters cannot be read (${dead.why}).${expired}`;
	const causes = countBy(dead.value, ({ cause }) => cause);
	if (causes.length === 0 && expired === "")
		return "No. Mail that was not sent waits in the queue.";
	const letters =
		causes.length === 0
			? ""
			: `No, but this mail was not delivered and is in the dead-letter queue: ${causes.map(([cause, count]) => `${count} ${cause}`).join(", ")}.`;
	return `${letters}${expired}`.trim();
}

const MOST_REPLIES = 10;

function repliesText(
	{ breaker: { state, history } }: Overview,
	since: number,
	letters: readonly DeadEntry[],
): string {
	const said = [
		...history.flatMap(({ at, reply }) =>
			at >= since && reply !== undefined ? [reply] : [],
		),
		...(state.kind === "closed" || isNoted(state, history, since)
			? []
			: [state.reply]),
		...letters.flatMap(({ reply }) => reply ?? []),
	];
	const lines = countBy(said, (reply) => code(reply))
		.slice(0, MOST_REPLIES)
		.map(
			([reply, count]) => `- ${reply}${count > 1 ? ` (${count} times)` : ""}`,
		);
	return lines.length === 0 ? "None on record." : lines.join("\n");
}

/** Whether the history already contains the reply for which the breaker is open. */
function isNoted(
	{ reply }: { readonly reply: string },
	history: Overview["breaker"]["history"],
	since: number,
): boolean {
	const last = history.findLast(({ what }) => what === "opened");
	return (
		last?.reply !== undefined &&
		last.at >= since &&
		reply.startsWith(last.reply)
	);
}
