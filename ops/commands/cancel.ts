import { askBreaker } from "../sender/ask-breaker.ts";
import { onSender } from "../sender/on-sender.ts";
import { Misuse } from "../sender/target.ts";
import { OPS } from "../terminal/called-by.ts";
import { confirm } from "../terminal/confirm.ts";
import { readSince } from "../terminal/duration-text.ts";
import { checkMatch, MATCH_OPTIONS } from "../terminal/match.ts";

export const cancel = onSender({
	usage:
		"cancel --producer NAME | --tag TAG | --id ID  [--since 3h|TIME] --why TEXT [--yes]",
	does: "cancel some of the waiting mail; it goes to the dead-letter queue",
	options: {
		...MATCH_OPTIONS,
		since: { type: "string" },
		why: { type: "string" },
		yes: { type: "boolean" },
	},
	read({ values, positionals }, io) {
		const { since, why = "", yes, producer, tag, id } = values;
		const match = { producer, tag, id };
		const some = checkMatch(match);
		if (some === undefined || positionals.length > 0)
			throw new Misuse(
				`Cannot cancel everything: name the mail by --producer billing, --tag loop or --id ID. To stop all mail, type ${OPS} hold`,
			);
		if (why.trim() === "")
			throw new Misuse(
				'Cannot cancel without a reason: add --why "an endless loop"; it stays on record',
			);
		const from = since === undefined ? undefined : readSince(since, io.now());
		if (from !== undefined && from >= io.now())
			throw new Misuse(
				`Cannot cancel mail sent since ${since} as that is in the future: specify a time in the past`,
			);
		return { match, some, since, from, why: why.trim(), yes };
	},
	async run({ target, io }, { match, some, since, from, why, yes }) {
		const what = `Would cancel mail ${some}${from === undefined ? "" : ` sent since ${new Date(from).toISOString()}`} and up to now. What is not sent yet goes to the dead-letter queue as cancelled, and nobody gets it. You can redrive it from there.`;
		if (yes !== true && !(await confirm(what, target, io))) return 1;
		return askBreaker(target, {
			action: "cancel",
			who: io.user,
			why,
			// The function resolves it with its own clock.
			since:
				since === undefined || from === undefined || /^\d+[mhd]$/.test(since)
					? since
					: new Date(from).toISOString(),
			...match,
		});
	},
});
