import {
	type DiscardReport,
	discardDeadLetters,
} from "../dead-letters/discard.ts";
import {
	FILTER_OPTIONS,
	FILTER_USAGE,
	isFiltered,
	readFilter,
} from "../dead-letters/filter.ts";
import { readDepth } from "../sender/queue-depth.ts";
import { closeTarget, findTarget, Misuse } from "../sender/target.ts";
import { confirm } from "../terminal/confirm.ts";
import type { Command } from "../terminal/io.ts";
import { COMMON_USAGE, readOptions } from "../terminal/options.ts";

export const discard: Command = {
	usage: `discard ${FILTER_USAGE} --reason TEXT [--yes] ${COMMON_USAGE} — throw dead letters away for good; who did it, and why, stays on record`,
	async run(args, io) {
		const {
			values,
			positionals,
			target: options,
			json,
		} = readOptions(args, {
			...FILTER_OPTIONS,
			reason: { type: "string" },
			yes: { type: "boolean" },
		});
		const filter = readFilter(values, io.now());
		const reason = values.reason?.trim() ?? "";
		if (reason === "")
			throw new Misuse(
				'Cannot discard without a reason: add --reason "told the customer by phone"',
			);
		if (positionals.length > 0 || !isFiltered(filter))
			throw new Misuse(
				"Cannot tell what to discard: name it with --id, --cause, --producer or --since (--since 2000-01-01 is everything)",
			);
		const target = await findTarget(options);
		try {
			const { hidden } = await readDepth(
				target,
				target.sender.deadLetterQueueUrl,
			);
			if (values.yes !== true) {
				const plan = await discardDeadLetters(
					target,
					{ filter, by: undefined },
					io,
				);
				const what = `${sayDiscard("Would discard", plan, hidden)}\nTheir text and recipients are gone then for good.`;
				if (!(await confirm(what, target, io))) return 1;
			}
			const report = await discardDeadLetters(
				target,
				{ filter, by: { who: io.user, reason } },
				io,
			);
			io.out(
				json
					? JSON.stringify({ ...report, hidden })
					: sayDiscard("Discarded", report, hidden),
			);
			return hidden === 0 && report.underWay.length === 0 ? 0 : 1;
		} finally {
			closeTarget(target);
		}
	},
};

function sayDiscard(
	verb: string,
	{ discarded, underWay }: DiscardReport,
	hidden: number,
): string {
	const total = Object.values(discarded).reduce((sum, count) => sum + count, 0);
	const causes = Object.entries(discarded).map(
		([cause, count]) => `${count} ${cause}`,
	);
	return [
		`${verb} ${total}${total === 0 ? "" : ` (${causes.join(", ")})`}.`,
		...(underWay.length === 0
			? []
			: [
					`Not discarded: ${underWay.length} on the way already by a redrive: ${underWay.slice(0, 5).join(", ")}`,
				]),
		...(hidden === 0
			? []
			: [
					`${hidden} could not be looked at: another command has them, or one that was cut off. Type the command again in two minutes.`,
				]),
	].join("\n");
}
