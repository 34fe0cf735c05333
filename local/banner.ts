import { opsCommand } from "./commands-to-type.ts";
import type { LocalRun } from "./run.ts";

const WIDTH = 80;
/** More would push the rest off the screen. */
const MOST_APIS = 6;

/** An output of a stack: what it is called, and its value. */
export type Output = readonly [string, string];

/** The outputs that the app's own people made: CDK and constructs give theirs a hash. */
export function outputsOf(run: LocalRun): readonly Output[] {
	return (
		run.aws.services.stacks
			.map(({ outputs }) => outputs)
			// Of a stack that is a sender and nothing else, the rest of the banner tells.
			.filter(({ NextCommand }) => NextCommand === undefined)
			.flatMap((outputs) => Object.entries(outputs))
			.filter(([name]) => !/[0-9A-F]{8}$/.test(name))
			.map(([name, { value }]) => [name, value])
	);
}

/** What runs where, what became of the sample, and what to try next: at most 24 lines of 80 columns. */
export function banner(
	run: LocalRun,
	sampleReply: string,
	{
		outputs = [],
		byHand = [],
		isOver = false,
	}: {
		readonly outputs?: readonly Output[];
		/** Of functions that have to be run by hand. */
		readonly byHand?: readonly string[];
		/** Whether all of it stops at once: nothing is left to try. */
		readonly isOver?: boolean;
	} = {},
): string {
	const { aws, inbox, gmail, senders } = run;
	const [sender] = senders;
	const stack = run.stackNames[0] ?? "";
	const others = senders.slice(1).map(({ name }) => name);
	return [
		"",
		`  AWS endpoint  ${aws.url}`,
		`  Inbox         ${inbox.url}`,
		`  Gmail         ${gmail.host}:${gmail.port} (STARTTLS, look-alike)`,
		fit(`  Sender        ${[sender?.name ?? "none", ...others].join(", ")}`),
		fit(`  Stack         ${stack}`),
		...apiLines(run),
		// Not cut: people copy them.
		...outputs.map(([name, value]) => `  ${name.padEnd(13)} ${value}`),
		...byHand,
		"",
		"  Sample mail sent; the server said:",
		fit(`  ${sampleReply}`),
		...(isOver ? [] : nextLines(run)),
	].join("\n");
}

function nextLines(run: LocalRun): readonly string[] {
	return [
		"",
		"  Try next, in another terminal:",
		`  ${opsCommand(run, "send --to you@example.com --subject Hello")}`,
		`  ${opsCommand(run, "status")}`,
		`  curl -s ${run.inbox.url}/api/v1/messages`,
		"",
		"  Ctrl-C stops everything.",
	];
}

// An address is never cut: one that is too long for its line goes without the name.
function apiLines({ aws: { apis } }: LocalRun): readonly string[] {
	const lines = apis.slice(0, MOST_APIS).map(({ name, url }) => {
		const line = `  API           ${url}`;
		const named = `${line} (${name})`;
		return named.length > WIDTH ? line : named;
	});
	const left = apis.length - lines.length;
	return left > 0 ? [...lines, `                and ${left} more`] : lines;
}

// A command is never cut: the end of it names the target.
function fit(line: string): string {
	return line.slice(0, WIDTH);
}
