import { verdictOf } from "../../core/status/verdict.ts";
import { listDead } from "../dead-letters/list.ts";
import { reportMarkdown } from "../render/render-report.ts";
import { opsAdvice } from "../sender/advice.ts";
import { read } from "../sender/reading.ts";
import { readOverview } from "../sender/sender-state.ts";
import { closeTarget, findTarget, flagsOf, Misuse } from "../sender/target.ts";
import type { Command } from "../terminal/io.ts";
import { withoutAddresses } from "../terminal/markdown.ts";
import { COMMON_USAGE, readOptions } from "../terminal/options.ts";
import { readSince } from "../terminal/since.ts";

export const report: Command = {
	usage: `report [--since 12h|TIME] ${COMMON_USAGE} — what happened, in Markdown for a ticket, without an address`,
	async run(args, io) {
		const {
			values: { since: asked = "24h" },
			positionals,
			target: options,
			json,
		} = readOptions(args, { since: { type: "string" } });
		const now = io.now();
		const since = readSince(asked, now);
		if (since >= now || positionals.length > 0)
			throw new Misuse(
				`Cannot report since ${positionals[0] ?? asked}: allowed is --since with a time that has passed, such as --since 12h`,
			);
		const target = await findTarget(options);
		try {
			const { sender, stackName } = target;
			const [overview, dead] = await Promise.all([
				readOverview(target, now),
				read(() => listDead(target, since)),
			]);
			const advice = opsAdvice(target, flagsOf(options, target));
			const verdict = verdictOf(overview, advice);
			const facts = {
				sender: sender.name,
				stack: stackName,
				packageVersion: sender.packageVersion,
				retention: sender.retention,
				since,
				overview,
				verdict,
				dead,
			};
			const bare = (_key: string, value: unknown) =>
				typeof value === "string" ? withoutAddresses(value) : value;
			io.out(json ? JSON.stringify(facts, bare) : reportMarkdown(facts));
			return 0;
		} finally {
			closeTarget(target);
		}
	},
};
