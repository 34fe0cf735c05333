import { askLocal } from "../local/ask-local.ts";
import {
	closeTarget,
	findSenders,
	Misuse,
	openTarget,
} from "../sender/target.ts";
import { OPS } from "../terminal/called-by.ts";
import { describeDuration, utc } from "../terminal/duration-text.ts";
import type { Command } from "../terminal/io.ts";
import { jsonText } from "../terminal/json-text.ts";
import { readOptions } from "../terminal/options.ts";

const UNITS: Readonly<Record<string, string>> = {
	s: "seconds",
	m: "minutes",
	h: "hours",
	d: "days",
};

interface LocalClock {
	readonly now: number;
	readonly aheadMs: number;
}

export const clock: Command = {
	usage:
		"clock [+2h] --local [--port N] [--json] — show the clock of the stack of npm start, or move it",
	async run(args, io) {
		const { positionals, target: options, json } = readOptions(args, {});
		const move = readMove(positionals);
		if (options.localPort === undefined)
			throw new Misuse(
				`Cannot move the clock of AWS: only the stack of npm start has one of its own. Type ${OPS} clock +2h --local`,
			);
		const [found] = await findSenders(options);
		if (found === undefined)
			throw new Misuse("Cannot find the clock: the local stack has no sender");
		const target = openTarget(found, options);
		try {
			const clock = (await (move === undefined
				? askLocal(target, "GET", "/local/clock")
				: askLocal(target, "POST", "/local/clock", move))) as LocalClock;
			io.out(json ? jsonText(clock) : clockText(clock));
			return 0;
		} finally {
			closeTarget(target);
		}
	},
};

function readMove(
	positionals: readonly string[],
): Readonly<Record<string, number>> | undefined {
	if (positionals.length === 0) return undefined;
	const typed = positionals.join(" ");
	const [, count, unit = ""] = /^\+?(\d{1,6})([smhd])$/.exec(typed) ?? [];
	const name = UNITS[unit];
	if (count === undefined || name === undefined)
		throw new Misuse(
			`Cannot move the clock by ${typed}: specify a time such as +90m, +2h or +1d`,
		);
	return { [name]: Number(count) };
}

function clockText({ now, aheadMs }: LocalClock): string {
	const ahead =
		aheadMs === 0
			? "as on this machine"
			: `${describeDuration(aheadMs)} ahead of this machine`;
	return `The local stack's clock says ${utc(now)}, ${ahead}.`;
}
