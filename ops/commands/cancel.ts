import { askBreaker } from "../sender/ask-breaker.ts";
import { closeTarget, findTarget, Misuse } from "../sender/target.ts";
import { confirm } from "../terminal/confirm.ts";
import type { Command } from "../terminal/io.ts";
import { MATCH_OPTIONS, sayMatch } from "../terminal/match.ts";
import { COMMON_USAGE, readOptions } from "../terminal/options.ts";
import { readSince } from "../terminal/since.ts";

export const cancel: Command = {
	usage: `cancel --producer NAME | --tag TAG | --id ID  [--since 3h|TIME] --why TEXT [--yes] ${COMMON_USAGE} — never send some of the mail that waits; it goes to the dead-letter queue`,
	async run(args, io) {
		const {
			values: { since, why = "", yes, producer, tag, id },
			positionals,
			target: options,
			json,
		} = readOptions(args, {
			...MATCH_OPTIONS,
			since: { type: "string" },
			why: { type: "string" },
			yes: { type: "boolean" },
		});
		const match = { producer, tag, id };
		const some = sayMatch(match);
		if (some === undefined || positionals.length > 0)
			throw new Misuse(
				"Cannot cancel everything: name the mail by --producer billing, --tag loop or --id ID. To stop all mail, type npm run ops -- hold",
			);
		if (why.trim() === "")
			throw new Misuse(
				'Cannot cancel without a reason: add --why "an endless loop", it stays on record',
			);
		const from = since === undefined ? undefined : readSince(since, io.now());
		if (from !== undefined && from >= io.now())
			throw new Misuse(
				`Cannot cancel mail sent since ${since} as that is to come: allowed is a time that has passed`,
			);
		const target = await findTarget(options);
		try {
			const what = `Would cancel mail ${some}${from === undefined ? "" : ` sent since ${new Date(from).toISOString()}`} and up to now: what of it has not gone out yet goes to the dead-letter queue as cancelled, and nobody gets it. It can be redriven from there.`;
			if (yes !== true && !(await confirm(what, target, io))) return 1;
			const answer = await askBreaker(target, {
				action: "cancel",
				who: io.user,
				why: why.trim(),
				// The function's own clock counts back.
				since:
					since === undefined || from === undefined || /^\d+[mhd]$/.test(since)
						? since
						: new Date(from).toISOString(),
				...match,
			});
			io.out(json ? JSON.stringify(answer) : answer.say);
			return answer.ok ? 0 : 1;
		} finally {
			closeTarget(target);
		}
	},
};
