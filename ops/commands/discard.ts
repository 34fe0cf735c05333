import { discardDeadLetters } from "../dead-letters/discard.ts";
import {
	FILTER_OPTIONS,
	FILTER_USAGE,
	isFiltered,
	readFilter,
} from "../dead-letters/filter.ts";
import { findMessage } from "../dead-letters/find-message.ts";
import { describeDiscard } from "../render/redrive-text.ts";
import { onSender } from "../sender/on-sender.ts";
import { readDepth } from "../sender/readings.ts";
import { Misuse } from "../sender/target.ts";
import { confirm } from "../terminal/confirm.ts";

export const discard = onSender({
	usage: `discard ${FILTER_USAGE} --reason TEXT [--yes]`,
	does: "discard dead letters permanently; who did it, and why, stays on record",
	options: {
		...FILTER_OPTIONS,
		reason: { type: "string" },
		yes: { type: "boolean" },
	},
	read({ values, positionals }, io) {
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
		return { filter, reason, yes: values.yes };
	},
	async run({ target, io }, { filter, reason, yes }) {
		if (filter.id !== undefined) await findMessage(target, filter.id);
		const { hidden } = await readDepth(
			target,
			target.sender.deadLetterQueueUrl,
		);
		if (yes !== true) {
			const plan = await discardDeadLetters(
				target,
				{ filter, by: undefined },
				io,
			);
			const what = `${describeDiscard("Would discard", plan, hidden)}\nThis permanently deletes their text and recipients.`;
			if (!(await confirm(what, target, io))) return 1;
		}
		const report = await discardDeadLetters(
			target,
			{ filter, by: { who: io.user, reason } },
			io,
		);
		return {
			ok:
				hidden === 0 &&
				report.underWay.length === 0 &&
				report.skipped.length === 0,
			message: describeDiscard("Discarded", report, hidden),
			json: { ...report, hidden },
		};
	},
});
