import { seenOf } from "../../core/status/facts.ts";
import { blockedSeconds } from "../../core/status/gauges.ts";
import type { Overview, Verdict } from "../../core/status/overview.ts";
import type { IndexEntry } from "../sender/dead-index.ts";
import { type Reading, textOf, textUnless } from "../sender/reading.ts";
import { describeDuration, utc } from "../terminal/duration-text.ts";
import { code, markdownTable, plain } from "../terminal/markdown.ts";
import { rulesText } from "./render-producers.ts";
import { hoursTable, producersTable } from "./render-report-quota.ts";
import { holdText, waitingText } from "./render-state.ts";
import { timeline } from "./timeline.ts";

/** One dead letter, as a report tells of it: no address and no content. */
type DeadEntry = Omit<IndexEntry, "pk">;

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
}

/** The incident in Markdown, for a ticket: times in UTC, and no address in it. */
export function reportMarkdown(facts: ReportFacts): string {
	const { overview, verdict, since, dead } = facts;
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
		"## What Google said",
		repliesText(overview, letters),
	].join("\n\n");
}

function lostText({ overview, dead, retention }: ReportFacts): string {
	const kept = blockedSeconds(seenOf(overview));
	const expired =
		kept > retention
			? ` **Yes, perhaps:** mail has been kept back for ${describeDuration(kept * 1000)}, and the queue keeps it for ${describeDuration(retention * 1000)}.`
			: "";
	if (dead.kind === "unknown")
		return `Cannot be told: the dead letters cannot be read (${dead.why}).${expired}`;
	const causes = countBy(dead.value, ({ cause }) => cause);
	if (causes.length === 0 && expired === "")
		return "Nothing. What was not sent waits in the queue.";
	const letters =
		causes.length === 0
			? ""
			: `Nothing is gone, but this was not delivered and lies in the dead-letter queue: ${causes.map(([cause, count]) => `${count} ${cause}`).join(", ")}.`;
	return `${letters}${expired}`.trim();
}

function deadTable(letters: readonly DeadEntry[]): string {
	if (letters.length === 0) return "None in this time.";
	const rows = countBy(letters, ({ cause }) => cause).map(([cause, count]) => {
		const own = letters.filter((letter) => letter.cause === cause);
		const producers = countBy(own, ({ producer = "not known" }) => producer);
		return [
			cause,
			String(count),
			utc(own[0]?.at ?? 0),
			utc(own.at(-1)?.at ?? 0),
			producers.map(([name, some]) => `${name} ${some}`).join(", "),
		];
	});
	return markdownTable(["Cause", "Messages", "First", "Last", "Of"], rows);
}

const MOST_REPLIES = 10;

function repliesText(
	{ breaker: { state } }: Overview,
	letters: readonly DeadEntry[],
): string {
	const said = [
		...(state.kind === "closed" ? [] : [state.reply]),
		...letters.flatMap(({ reply }) => reply ?? []),
	];
	const lines = countBy(said, (reply) => code(reply))
		.slice(0, MOST_REPLIES)
		.map(
			([reply, count]) => `- ${reply}${count > 1 ? ` (${count} times)` : ""}`,
		);
	return lines.length === 0 ? "Nothing that is on record." : lines.join("\n");
}

/** How often each name occurs, the most frequent first. */
function countBy<T>(
	all: readonly T[],
	name: (one: T) => string,
): readonly (readonly [string, number])[] {
	return [...Map.groupBy(all, name)]
		.map(([which, some]) => [which, some.length] as const)
		.toSorted(([, a], [, b]) => b - a);
}
