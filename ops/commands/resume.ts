import { askBreaker, resumeCommands } from "../sender/ask-breaker.ts";
import { onSender } from "../sender/on-sender.ts";
import { Misuse } from "../sender/target.ts";
import { OPS } from "../terminal/called-by.ts";
import { checkMatch, MATCH_OPTIONS } from "../terminal/match.ts";
import { onlyOptions } from "../terminal/options.ts";

export const resume = onSender({
	usage: "resume [--producer NAME] [--tag TAG] [--id ID] | [--rule ID]",
	does: "end a hold or a rule; without options, end the hold and try to send at once",
	options: { ...MATCH_OPTIONS, rule: { type: "string" } },
	stray: onlyOptions("--producer billing or --rule 1a2b3c4d"),
	read({ values: { rule, producer, tag, id } }) {
		const match = { producer, tag, id };
		const some = checkMatch(match);
		if (rule?.trim() === "" || (rule !== undefined && some !== undefined))
			throw new Misuse(
				`Cannot tell what to resume: name a rule by --rule ID, or mail by --producer, --tag or --id, not both; ${OPS} status shows the rules`,
			);
		return { rule, ...match };
	},
	async run({ target, flags, io }, what) {
		const answer = await askBreaker(target, {
			action: "resume",
			who: io.user,
			...what,
		});
		if (answer.ok && answer.rules !== undefined)
			io.err(`To end the remaining holds: ${resumeCommands(answer, flags)}`);
		return answer;
	},
});
