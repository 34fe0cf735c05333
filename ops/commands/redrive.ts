import {
	FILTER_OPTIONS,
	FILTER_USAGE,
	readFilter,
} from "../dead-letters/filter.ts";
import {
	type RedriveOrder,
	type RedriveReport,
	redriveDeadLetters,
} from "../dead-letters/redrive.ts";
import { usualRate } from "../dead-letters/redrive-rate.ts";
import { sayRedrive } from "../render/redrive-text.ts";
import { readDepth } from "../sender/queue-depth.ts";
import { closeTarget, findTarget, flagsOf, Misuse } from "../sender/target.ts";
import { confirm } from "../terminal/confirm.ts";
import type { Command, ExitCode } from "../terminal/io.ts";
import { COMMON_USAGE, readOptions } from "../terminal/options.ts";

/** A message is held for two minutes; its turn has to come by then. */
const SLOWEST = 0.02;

export const redrive: Command = {
	usage: `redrive ${FILTER_USAGE} [--max N] [--rate N/s] [--dry-run] [--yes] ${COMMON_USAGE} — send dead letters again; what was sent already is not`,
	async run(args, io) {
		const {
			values,
			positionals,
			target: options,
			json,
		} = readOptions(args, {
			...FILTER_OPTIONS,
			max: { type: "string" },
			rate: { type: "string" },
			"dry-run": { type: "boolean" },
			yes: { type: "boolean" },
		});
		if (positionals.length > 0)
			throw new Misuse(
				`Cannot redrive ${positionals[0]}: name a message with --id ${positionals[0]}`,
			);
		const filter = readFilter(values, io.now());
		const most = values.max === undefined ? undefined : readMax(values.max);
		const rate = values.rate === undefined ? undefined : readRate(values.rate);
		const dryRun = values["dry-run"] === true;
		const target = await findTarget(options);
		try {
			const flags = flagsOf(options, target);
			const usual = await usualRate(target, io.now());
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
			const say = (report: RedriveReport, asDryRun: boolean) =>
				sayRedrive(report, { hidden, dryRun: asDryRun, flags });
			if (!dryRun && values.yes !== true) {
				const plan = await redriveDeadLetters(
					target,
					{ ...order, dryRun: true },
					io,
				);
				const pace = `At ${order.perSecond} a second${rate === undefined ? `, ${usual.why}` : ""}.`;
				if (!(await confirm(`${say(plan, true)}\n${pace}`, target, io)))
					return 1;
			}
			const report = await redriveDeadLetters(target, order, io);
			io.out(
				json
					? JSON.stringify({ dryRun, ...report, hidden })
					: say(report, dryRun),
			);
			return exitCode(report, hidden);
		} finally {
			closeTarget(target);
		}
	},
};

function exitCode({ left }: RedriveReport, hidden: number): ExitCode {
	// These were moved, by this run or an earlier one.
	const moved: readonly string[] = ["under-way", "failed-again"];
	return hidden === 0 && left.every(({ because }) => moved.includes(because))
		? 0
		: 1;
}

function readMax(text: string): number {
	const most = Number(text);
	if (!Number.isInteger(most) || most < 1)
		throw new Misuse(
			`Cannot redrive --max ${text}: allowed is a whole number from 1`,
		);
	return most;
}

function readRate(text: string): number {
	const [, number] = /^(\d+(?:\.\d+)?)(?:\/s)?$/.exec(text) ?? [];
	if (number === undefined || Number(number) < SLOWEST)
		throw new Misuse(
			`Cannot redrive at --rate ${text}: allowed is a number a second such as 5/s, from ${SLOWEST}/s`,
		);
	return Number(number);
}
