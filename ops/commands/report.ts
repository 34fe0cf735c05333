import { verdictOf } from "../../core/status/verdict.ts";
import { readDiscards } from "../dead-letters/discards.ts";
import { readDoubts } from "../dead-letters/doubts.ts";
import { reportMarkdown } from "../render/render-report.ts";
import { readIndex } from "../sender/dead-index.ts";
import { opsAdvice } from "../sender/mend.ts";
import { onSender } from "../sender/on-sender.ts";
import { read, valueOr } from "../sender/reading.ts";
import { readRetention } from "../sender/retention.ts";
import { readOverview } from "../sender/sender-state.ts";
import { Misuse, type Target } from "../sender/target.ts";
import { readSince } from "../terminal/duration-text.ts";
import { jsonText } from "../terminal/json-text.ts";
import { withoutAddresses } from "../terminal/markdown.ts";

export const report = onSender({
	usage: "report [--since 12h|TIME]",
	does: "show what happened, in Markdown for a ticket, without addresses",
	options: { since: { type: "string" } },
	read({ values: { since: asked = "24h" }, positionals }, io) {
		const now = io.now();
		const since = readSince(asked, now);
		if (since >= now || positionals.length > 0)
			throw new Misuse(
				`Cannot report since ${positionals[0] ?? asked}: specify --since with a time in the past, such as --since 12h`,
			);
		return { now, since };
	},
	async run({ target, flags, json, io }, { now, since }) {
		const { sender, stackName } = target;
		const [overview, dead, doubts, discards, retention] = await Promise.all([
			readOverview(target, now),
			read(() => deadSince(target, since)),
			read(() => readDoubts(target, since)),
			read(() => readDiscards(target, since)),
			readRetention(target),
		]);
		const facts = {
			sender: sender.name,
			stack: stackName,
			packageVersion: sender.packageVersion,
			retention: valueOr(retention, sender.retention),
			since,
			overview,
			verdict: verdictOf(overview, opsAdvice(target, flags)),
			dead,
			doubts,
			discards,
		};
		const bare = (value: unknown) =>
			typeof value === "string" ? withoutAddresses(value) : value;
		io.out(json ? jsonText(facts, bare) : reportMarkdown(facts));
		return 0;
	},
});

async function deadSince(target: Target, since: number) {
	return (await readIndex(target, { since }))
		.map(({ pk: _pk, ...entry }) => entry)
		.toSorted((a, b) => a.at - b.at);
}
