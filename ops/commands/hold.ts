import { askBreaker } from "../sender/ask-breaker.ts";
import { closeTarget, findTarget, flagsOf, Misuse } from "../sender/target.ts";
import type { Command } from "../terminal/io.ts";
import { MATCH_OPTIONS, sayMatch } from "../terminal/match.ts";
import { COMMON_USAGE, readOptions } from "../terminal/options.ts";

export const hold: Command = {
	usage: `hold [--for 2h] [--why TEXT] [--producer NAME] [--tag TAG] [--id ID] ${COMMON_USAGE} — let mail wait: all of it, or some`,
	async run(args, io) {
		const {
			values: { for: length, why, producer, tag, id },
			positionals,
			target: options,
			json,
		} = readOptions(args, {
			...MATCH_OPTIONS,
			for: { type: "string" },
			why: { type: "string" },
		});
		const match = { producer, tag, id };
		sayMatch(match);
		if (positionals.length > 0)
			throw new Misuse(
				`Cannot tell what ${positionals.join(" ")} is: allowed are options, such as --for 2h`,
			);
		if (length !== undefined && !/^[1-9]\d{0,3}[mhd]$/.test(length))
			throw new Misuse(
				`Cannot hold for ${length}: allowed is a time such as 90m, 2h or 1d`,
			);
		const target = await findTarget(options);
		try {
			if (length === undefined)
				io.err(
					`This hold has no end: mail waits until somebody types npm run ops -- resume${flagsOf(options, target)}. Add --for 2h to have it end by itself.`,
				);
			const answer = await askBreaker(target, {
				action: "hold",
				who: io.user,
				why: why?.trim() || undefined,
				for: length,
				...match,
			});
			io.out(json ? JSON.stringify(answer) : answer.say);
			return answer.ok ? 0 : 1;
		} finally {
			closeTarget(target);
		}
	},
};
