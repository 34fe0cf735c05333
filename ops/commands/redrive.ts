import {
	FILTER_OPTIONS,
	FILTER_USAGE,
	readFilter,
} from "../dead-letters/filter.ts";
import { findMessage } from "../dead-letters/find-message.ts";
import {
	type RedriveOrder,
	type RedriveReport,
	redriveDeadLetters,
} from "../dead-letters/redrive.ts";
import { readUsualRate } from "../dead-letters/redrive-rate.ts";
import { describeRedrive } from "../render/redrive-text.ts";
import { onSender } from "../sender/on-sender.ts";
import { readDepth } from "../sender/readings.ts";
import { Misuse } from "../sender/target.ts";
import { argument } from "../terminal/argument.ts";
import { confirm } from "../terminal/confirm.ts";

/** A message is hidden for two minutes, and has to be moved within that time. */
const SLOWEST = 0.02;

export const redrive = onSender({
	usage: `redrive ${FILTER_USAGE} [--max N] [--rate N/s] [--dry-run] [--yes]`,
	does: "send dead letters again, except those that were already sent",
	options: {
		...FILTER_OPTIONS,
		max: { type: "string" },
		rate: { type: "string" },
		"dry-run": { type: "boolean" },
		yes: { type: "boolean" },
	},
	stray: ([word = ""]) =>
		`Cannot redrive ${word}: name a message with --id=${argument(word)}`,
	read: ({ values }, io) => ({
		filter: readFilter(values, io.now()),
		most: values.max === undefined ? undefined : readMax(values.max),
		rate: values.rate === undefined ? undefined : readRate(values.rate),
		dryRun: values["dry-run"] === true,
		yes: values.yes,
	}),
	async run({ target, flags, io }, { filter, most, rate, dryRun, yes }) {
		// Throws when two producers have the id.
		if (filter.id !== undefined) await findMessage(target, filter.id);
		const usual = await readUsualRate(target, io.now());
		const order: RedriveOrder = {
			filter,
			most: most ?? usual.most,
			perSecond: rate ?? usual.perSecond,
			dryRun,
		};
		// Counted before this command holds any itself.
		const { hidden } = await readDepth(
			target,
			target.sender.deadLetterQueueUrl,
		);
		const describe = (report: RedriveReport, asDryRun: boolean) =>
			describeRedrive(report, { hidden, dryRun: asDryRun, flags });
		if (!dryRun && yes !== true) {
			const plan = await redriveDeadLetters(
				target,
				{ ...order, dryRun: true },
				io,
			);
			const pace = `At ${order.perSecond} per second${rate === undefined ? `, ${usual.why}` : ""}.`;
			if (!(await confirm(`${describe(plan, true)}\n${pace}`, target, io)))
				return 1;
		}
		const report = await redriveDeadLetters(target, order, io);
		return {
			ok: hidden === 0 && isAllMoved(report),
			message: describe(report, dryRun),
			json: { dryRun, ...report, hidden },
		};
	},
});

function isAllMoved({ left, skipped }: RedriveReport): boolean {
	if (skipped.length > 0) return false;
	// These were moved, by this run or an earlier one.
	const moved: readonly string[] = ["under-way", "failed-again"];
	return left.every(({ because }) => moved.includes(because));
}

function readMax(text: string): number {
	const most = Number(text);
	if (!Number.isInteger(most) || most < 1)
		throw new Misuse(
			`Cannot redrive --max ${text}: specify a whole number from 1`,
		);
	return most;
}

function readRate(text: string): number {
	const [, number] = /^(\d+(?:\.\d+)?)(?:\/s)?$/.exec(text) ?? [];
	if (number === undefined || Number(number) < SLOWEST)
		throw new Misuse(
			`Cannot redrive at --rate ${text}: specify a number per second such as 5/s, from ${SLOWEST}/s`,
		);
	return Number(number);
}
