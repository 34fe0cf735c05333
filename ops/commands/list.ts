import { verdictOf } from "../../core/status/verdict.ts";
import { type ListedSender, listLines } from "../render/render-list.ts";
import { opsAdvice } from "../sender/mend.ts";
import { type Reading, read, unknownText } from "../sender/reading.ts";
import { readOverview } from "../sender/sender-state.ts";
import {
	closeTarget,
	type FoundSender,
	findSenders,
	Misuse,
	openTarget,
	type TargetOptions,
} from "../sender/target.ts";
import type { Command } from "../terminal/io.ts";
import { jsonText } from "../terminal/json-text.ts";
import { COMMON_USAGE, onlyOptions, readOptions } from "../terminal/options.ts";

export const list: Command = {
	usage: `list ${COMMON_USAGE} — list every sender of the account and region, one per line`,
	async run(args, io) {
		const { positionals, target: options, json } = readOptions(args, {});
		if (positionals.length > 0)
			throw new Misuse(onlyOptions("--region eu-west-1")(positionals));
		const found = (await findSenders(options)).filter(
			({ sender }) =>
				options.sender === undefined || sender.name === options.sender,
		);
		if (found.length === 0)
			throw new Misuse(
				"Cannot find a sender in this account and region: name another one with --region, or use --local for the stack of npm start",
			);
		const now = io.now();
		const senders = await Promise.all(
			found.map((one) => listed(one, options, now)),
		);
		io.out(json ? jsonText(senders) : listLines(senders).join("\n"));
		return senders.every(({ sending }) => sending) ? 0 : 1;
	},
};

async function listed(
	found: FoundSender,
	options: TargetOptions,
	now: number,
): Promise<ListedSender> {
	const { stackName, sender } = found;
	const seen: Reading<Omit<ListedSender, "stack" | "sender" | "mailbox">> =
		await read(async () => {
			const target = openTarget(found, options);
			try {
				const overview = await readOverview(target, now);
				const { verdict, sending } = verdictOf(overview, opsAdvice(target, ""));
				const { unknown, ready, hidden, deadLetters } = overview;
				return {
					verdict,
					sending,
					waiting: unknown.queue === undefined ? ready + hidden : null,
					deadLetters:
						unknown["dead-letter queue"] === undefined ? deadLetters : null,
				};
			} finally {
				closeTarget(target);
			}
		});
	const names = {
		stack: stackName,
		sender: sender.name,
		mailbox: sender.mailbox,
	};
	if (seen.kind === "read") return { ...names, ...seen.value };
	return {
		...names,
		verdict: unknownText(seen.why),
		sending: false,
		waiting: null,
		deadLetters: null,
	};
}
