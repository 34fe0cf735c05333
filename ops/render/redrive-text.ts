import type { DiscardReport } from "../dead-letters/discard.ts";
import type { RedriveReport } from "../dead-letters/redrive.ts";
import type { LeftBecause } from "../dead-letters/redrive-decision.ts";
import type { Skipped } from "../dead-letters/skipped.ts";
import { argument } from "../terminal/argument.ts";
import { OPS } from "../terminal/called-by.ts";
import { counted } from "../terminal/counted.ts";
import { causesText } from "./causes-text.ts";

/** Describes what a redrive did, or would do. */
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
			? [
					"Stopped at the maximum: more are left. To continue, type the command again.",
				]
			: []),
		...hiddenLines(hidden),
	];
	return lines.join("\n");
}

/** Describes what a discard did, or would do. */
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
					`Not discarded: ${underWay.length} already on the way by a redrive: ${shown(underWay)}`,
				]),
		...skippedLines(skipped),
		...hiddenLines(hidden),
	].join("\n");
}

const DELETED: Readonly<Record<string, string>> = {
	sent: "already sent",
	expired: "past notAfter",
	duplicateCopy: "another copy was moved",
};

/** The text after the number, for one of them and for several. */
const LEFT: Readonly<
	Record<LeftBecause, (flags: string) => readonly [one: string, many: string]>
> = {
	"in-doubt": (flags) =>
		alike(
			`may already have been sent (look in the mailbox's Sent folder; type ${OPS} resolve ID resend${flags} if it is not there, or sent if it is)`,
		),
	"under-way": () => [
		"already on its way by an earlier redrive (if it is not, name it with --id)",
		"already on their way by an earlier redrive (if they are not, name them with --id)",
	],
	"failed-again": (flags) =>
		alike(`moved before and failed again (${OPS} failed${flags} shows why)`),
	invalid: () =>
		alike(
			"cannot be read as a message and would return at once (to try anyway, name it with --id)",
		),
	"key-reused": () => [
		"has an id that now belongs to another message (its producer has to give it a unique one)",
		"have ids that now belong to other messages (their producers have to give them unique ones)",
	],
	discarded: () => [
		"was discarded, but its copy is still here (repeat the discard to finish it)",
		"were discarded, but their copies are still here (repeat the discard to finish it)",
	],
	"too-large": () => [
		"reaches the size limit of the queue: its producer has to send it again",
		"reach the size limit of the queue: their producers have to send them again",
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
				`Skipped: ${skipped.length} that could not be processed, by SQS message id:`,
				...skipped.map(({ sqsMessageId, why }) => `  ${sqsMessageId}: ${why}`),
			];
}

function hiddenLines(hidden: number): readonly string[] {
	return hidden === 0
		? []
		: [
				`${counted(hidden, "could not be read: another command has it", "could not be read: another command has them")}, or one that was interrupted. Type the command again in two minutes.`,
			];
}
