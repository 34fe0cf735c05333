import { askBreaker } from "../sender/ask-breaker.ts";
import { closeTarget, findTarget, Misuse } from "../sender/target.ts";
import type { Command } from "../terminal/io.ts";
import { MATCH_OPTIONS, sayMatch } from "../terminal/match.ts";
import { COMMON_USAGE, readOptions } from "../terminal/options.ts";

export const resume: Command = {
	usage: `resume [--producer NAME] [--tag TAG] [--id ID] | [--rule ID] ${COMMON_USAGE} — end a hold or a rule; alone, end the hold and try at once what stops mail`,
	async run(args, io) {
		const {
			values: { rule, producer, tag, id },
			positionals,
			target: options,
			json,
		} = readOptions(args, { ...MATCH_OPTIONS, rule: { type: "string" } });
		const match = { producer, tag, id };
		const some = sayMatch(match);
		if (positionals.length > 0)
			throw new Misuse(
				`Cannot tell what ${positionals.join(" ")} is: allowed are options, such as --producer billing or --rule 1a2b3c4d`,
			);
		if (rule?.trim() === "" || (rule !== undefined && some !== undefined))
			throw new Misuse(
				"Cannot tell what to resume: name a rule by --rule ID, or mail by --producer, --tag or --id, not both; npm run ops -- status shows the rules",
			);
		const target = await findTarget(options);
		try {
			const answer = await askBreaker(target, {
				action: "resume",
				who: io.user,
				rule,
				...match,
			});
			io.out(json ? JSON.stringify(answer) : answer.say);
			return answer.ok ? 0 : 1;
		} finally {
			closeTarget(target);
		}
	},
};
