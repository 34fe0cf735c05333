import type { Results } from "../../results.ts";
import { code, list, paragraphs, plain } from "../markdown.ts";
import { CONTESTANTS, NAMES } from "../names.ts";
import { number } from "../numbers.ts";

export const INTRODUCTION = paragraphs(
	"`npm run bench` measured what this page and its charts show. `bench/results.json` keeps what each part measured last. Absolute times say little: queue, table, look-alike Gmail, functions and measurement share one machine. So each table compares contestants that were measured together.",
	code(
		"npm run bench                    # everything: about 40 minutes, on a machine that does nothing else",
		"npm run bench -- speed harm      # these parts; the others stay as they are",
		"node bench/report/write.ts       # this page and its charts again, from bench/results.json",
	),
);

export function compared({ skipped }: Results): string {
	const missing = skipped.map(
		({ who, why }) => `**${NAMES[who]} did not run here.** ${plain(why)}`,
	);
	return paragraphs(
		list(CONTESTANTS.map(([who, is]) => `**${NAMES[who]}**: ${is}`)),
		...missing,
	);
}

export function method({ settings, machine, measuredOn }: Results): string {
	const { roundTripMs, dotMs, environments, runs } = settings;
	return paragraphs(
		list([
			`All contestants send to one kind of look-alike Gmail, which has STARTTLS, logins and PIPELINING. A proxy before it makes a network with ${number(roundTripMs)} ms round trip. The server thinks ${number(dotMs)} ms at the final dot.`,
			`Each function has at most ${number(environments)} environments. *2 × 3 connections* means two environments with three connections each. Pool and Postfix get as many in all.`,
			`The contestants run in turn, ${number(runs)} times each, after a run that is not counted. A figure is the median of the runs, and the least and the most are in brackets.`,
			"**A ratio counts only where the spreads do not overlap.** Elsewhere the tables say *no difference*.",
			"Kills happen with a longer time at the final dot, so that they meet mails under way. Backlogs are sent with a shorter one, and of a longer one the first 2,000 messages are measured, so that they end. All of this is the same for all.",
			"Counts of harm, and the curves, are of a single run each. They have no spread, so they have no ratio.",
			"*Arithmetic* is what the connections could do without any other work: their number, divided by two round trips and the time at the final dot.",
		]),
		`Last measured on ${plain(measuredOn.slice(0, 10))}: ${plain(machine.cpu)}, ${number(machine.cores)} cores, ${number(machine.memoryGiB)} GiB, Node.js ${plain(machine.node)}, ${plain(machine.system)}.`,
	);
}

export const ONE_BATCH = paragraphs(
	"`npx node bench/trace.ts` draws one batch of a warm function: when each call to AWS and each mail is under way. A mail's next one is claimed just before its connection is free. It is recorded while the next one is on the wire.",
	"![The steps of one batch, one below the other, over time](charts/trace.svg)",
);

export const LEFT_OUT = list([
	"**EmailEngine** is commercial and needs Redis, so nobody could repeat the run.",
	"**Postal** is a whole mail server with a database and a queue of its own. It delivers to recipients' servers, and not through a mailbox.",
	"**Amazon SES, Resend and Postmark** are services that cannot run on this machine. The table of costs compares their prices only.",
	"**Gmail itself**: it limits a mailbox to 2,000 messages a day, and its times vary by the hour. The look-alike is the same for all.",
	"**The share of a CPU that Lambda gives to a memory size** is not emulated. A function with 256 MB is slower on AWS than here.",
]);
