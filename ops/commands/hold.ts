import { askBreaker, resumeCommands } from "../sender/ask-breaker.ts";
import { strangerText } from "../sender/known-producers.ts";
import { onSender } from "../sender/on-sender.ts";
import { read, valueOr } from "../sender/reading.ts";
import { Misuse } from "../sender/target.ts";
import { checkMatch, MATCH_OPTIONS } from "../terminal/match.ts";
import { onlyOptions } from "../terminal/options.ts";

export const hold = onSender({
	usage: "hold [--for 2h] [--why TEXT] [--producer NAME] [--tag TAG] [--id ID]",
	does: "hold mail: all of it, or some",
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
				`Cannot hold for ${length}: specify a time such as 90m, 2h or 1d`,
			);
		return { match, length, why: why?.trim() || undefined };
	},
	async run({ target, flags, io }, { match, length, why }) {
		const answer = await askBreaker(target, {
			action: "hold",
			who: io.user,
			why,
			for: length,
			...match,
		});
		if (!answer.ok) return answer;
		const ends = resumeCommands(answer, flags);
		const { producer } = match;
		const stranger =
			producer === undefined
				? read(async () => undefined)
				: read(() => strangerText(target, producer, io.now()));
		const hints = [
			valueOr(await stranger, undefined),
			length === undefined
				? `This hold has no end: mail waits until somebody types ${ends}. To end it automatically, add --for 2h.`
				: `To end it earlier, type ${ends}.`,
		];
		io.err(hints.filter((hint) => hint !== undefined).join("\n"));
		return answer;
	},
});
