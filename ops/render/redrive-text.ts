import type { DiscardReport } from "../dead-letters/discard.ts";
import type { RedriveReport } from "../dead-letters/redrive.ts";
import type { LeftBecause } from "../dead-letters/redrive-decision.ts";
import type { Skipped } from "../dead-letters/skipped.ts";
import { argument } from "../terminal/argument.ts";
import { OPS } from "../terminal/called-by.ts";
import { counted } from "../terminal/counted.ts";
import { causesText } from "./causes-text.ts";

/** Tells people what a redrive did, or would do. */
export function describeRedrive(
	{ moved, deleted, left, skipped, stoppedAtMost }: RedriveReport,
	{
		hidden,
		dryRun,
		flags,
	}: {
		readonly hidden: number;
		readonly dryRun: boolean;
		readonly flags: string;
	},
): string {
	const lines = [
		`${dryRun ? "Would move" : "Moved"} ${totalOf(moved)} to the queue${inBrackets(moved)}.`,
		...Object.entries(deleted)
			.filter(([, count]) => count > 0)
			.map(
				([because, count]) =>
					`${dryRun ? "Would delete" : "Deleted"} ${count}: ${DELETED[because]}.`,
			),
		...[...Map.groupBy(left, ({ because }) => because)].map(
			([because, some]) =>
				`Not moved: ${counted(some.length, ...LEFT[because](flags))}: ${shown(some.map(({ id }) => id))}`,
		),
		...skippedLines(skipped),
		...(stoppedAtMost
			? ["Stopped there: more are left. Type the command again for the next."]
			: []),
		...hiddenLines(hidden),
	];
	return lines.join("\n");
}

/** Tells people what a discard did, or would do. */
export function describeDiscard(
	verb: string,
	{ discarded, underWay, skipped }: DiscardReport,
	hidden: number,
): string {
	return [
		`${verb} ${totalOf(discarded)}${inBrackets(discarded)}.`,
		...(underWay.length === 0
			? []
			: [
					`Not discarded: ${underWay.length} on the way already by a redrive: ${shown(underWay)}`,
				]),
		...skippedLines(skipped),
		...hiddenLines(hidden),
	].join("\n");
}

const DELETED: Readonly<Record<string, string>> = {
	sent: "sent already",
	expired: "past notAfter",
	duplicateCopy: "another copy was moved",
};

/** Behind their number: one of them, and several. */
const LEFT: Readonly<
	Record<LeftBecause, (flags: string) => readonly [one: string, many: string]>
> = {
	"in-doubt": (flags) =>
		alike(
			`may have been sent already (look into the mailbox's Sent folder; type ${OPS} resolve ID resend${flags} if it is not there, or sent if it is)`,
		),
	"under-way": () => [
		"on its way already by an earlier redrive (name it with --id if it should not be)",
		"on their way already by an earlier redrive (name them with --id if they should not be)",
	],
	"failed-again": (flags) =>
		alike(`moved before and failed again (${OPS} failed${flags} says why)`),
	invalid: () =>
		alike(
			"cannot be read as a message and would come back at once (name it with --id to try all the same)",
		),
	"key-reused": () => [
		"has an id that belongs to another message by now (its producer gives it one of its own)",
		"have ids that belong to other messages by now (their producers give them ids of their own)",
	],
	discarded: () => [
		"was discarded, but its copy is still here (the same discard again finishes it)",
		"were discarded, but their copies are still here (the same discard again finishes it)",
	],
	"too-large": () => [
		"fills the queue's size limit to the last byte: its producer has to send it again",
		"fill the queue's size limit to the last byte: their producers have to send them again",
	],
};

function alike(text: string): readonly [string, string] {
	return [text, text];
}

const SHOWN = 5;

function shown(ids: readonly string[]): string {
	const more = ids.length - SHOWN;
	return `${ids.slice(0, SHOWN).map(argument).join(", ")}${more > 0 ? ` and ${more} more` : ""}`;
}

function totalOf(byCause: Readonly<Record<string, number>>): number {
	return Object.values(byCause).reduce((sum, count) => sum + count, 0);
}

function inBrackets(byCause: Readonly<Record<string, number>>): string {
	return totalOf(byCause) === 0 ? "" : ` (${causesText(byCause)})`;
}

function skippedLines(skipped: readonly Skipped[]): readonly string[] {
	return skipped.length === 0
		? []
		: [
				`Skipped: ${skipped.length} that could not be worked off, by SQS's message id:`,
				...skipped.map(({ sqsMessageId, why }) => `  ${sqsMessageId}: ${why}`),
			];
}

function hiddenLines(hidden: number): readonly string[] {
	return hidden === 0
		? []
		: [
				`${counted(hidden, "could not be looked at: another command has it", "could not be looked at: another command has them")}, or one that was cut off. Type the command again in two minutes.`,
			];
}
