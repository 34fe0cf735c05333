import { askBreaker } from "../sender/ask-breaker.ts";
import { onSender } from "../sender/on-sender.ts";
import { Misuse } from "../sender/target.ts";
import { OPS } from "../terminal/called-by.ts";
import { checkMatch, MATCH_OPTIONS } from "../terminal/match.ts";
import { onlyOptions } from "../terminal/options.ts";

export const hold = onSender({
	usage: "hold [--for 2h] [--why TEXT] [--producer NAME] [--tag TAG] [--id ID]",
	does: "let mail wait: all of it, or some",
	options: {
		...MATCH_OPTIONS,
		for: { type: "string" },
		why: { type: "string" },
	},
	stray: onlyOptions("--for 2h"),
	read({ values: { for: length, why, producer, tag, id } }) {
		const match = { producer, tag, id };
		checkMatch(match);
		if (length !== undefined && !/^[1-9]\d{0,3}[mhd]$/.test(length))
			throw new Misuse(
				`Cannot hold for ${length}: allowed is a time such as 90m, 2h or 1d`,
			);
		return { match, length, why: why?.trim() || undefined };
	},
	async run({ target, flags, io }, { match, length, why }) {
		if (length === undefined)
			io.err(
				`This hold has no end: mail waits until somebody types ${OPS} resume${flags}. Add --for 2h to have it end by itself.`,
			);
		return askBreaker(target, {
			action: "hold",
			who: io.user,
			why,
			for: length,
			...match,
		});
	},
});
