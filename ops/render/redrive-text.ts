import type { RedriveReport } from "../dead-letters/redrive.ts";
import type { LeftBecause } from "../dead-letters/redrive-decision.ts";

/** Tells people what a redrive did, or would do. */
export function describeRedrive(
	{ moved, deleted, left, stoppedAtMost }: RedriveReport,
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
	const total = Object.values(moved).reduce((sum, count) => sum + count, 0);
	const causes = Object.entries(moved).map(
		([cause, count]) => `${count} ${cause}`,
	);
	const lines = [
		`${dryRun ? "Would move" : "Moved"} ${total} to the queue${total === 0 ? "" : ` (${causes.join(", ")})`}.`,
		...Object.entries(deleted)
			.filter(([, count]) => count > 0)
			.map(
				([because, count]) =>
					`${dryRun ? "Would delete" : "Deleted"} ${count}: ${DELETED[because]}.`,
			),
		...groupLeft(left).map(
			([because, ids]) =>
				`Not moved: ${ids.length} ${LEFT[because](flags)}: ${some(ids)}`,
		),
		...(stoppedAtMost
			? ["Stopped there: more are left. Type the command again for the next."]
			: []),
		...(hidden > 0
			? [
					`${hidden} could not be looked at: another command has them, or one that was cut off. Type the command again in two minutes.`,
				]
			: []),
	];
	return lines.join("\n");
}

const DELETED: Readonly<Record<string, string>> = {
	sent: "was sent already",
	expired: "its notAfter had passed",
	duplicateCopy: "a copy of a message that was moved",
};

const LEFT: Readonly<Record<LeftBecause, (flags: string) => string>> = {
	"in-doubt": (flags) =>
		`may have been sent already (look into the mailbox's Sent folder, then type npm run ops -- resolve ID sent${flags}, or resend)`,
	"under-way": () =>
		"on its way already by an earlier redrive (name it with --id if it should not be)",
	"failed-again": (flags) =>
		`moved before and failed again (npm run ops -- failed${flags} says why)`,
	invalid: () =>
		"cannot be read as a message and would come back at once (name it with --id to try all the same)",
	"key-reused": (flags) =>
		`has an id that belongs to another message by now (its producer gives it one of its own; then type npm run ops -- discard --id ID --reason TEXT${flags})`,
	discarded: (flags) =>
		`was discarded, but its copy is still here (type npm run ops -- discard --id ID --reason TEXT${flags} again)`,
	"too-large": () =>
		"fills the queue's size limit to the last byte: its producer has to send it again",
};

const SHOWN = 5;

function some(ids: readonly string[]): string {
	const more = ids.length - SHOWN;
	return `${ids.slice(0, SHOWN).join(", ")}${more > 0 ? ` and ${more} more` : ""}`;
}

function groupLeft(
	left: RedriveReport["left"],
): readonly (readonly [LeftBecause, readonly string[]])[] {
	const groups = new Map<LeftBecause, string[]>();
	for (const { id, because } of left)
		groups.set(because, [...(groups.get(because) ?? []), id]);
	return [...groups];
}
