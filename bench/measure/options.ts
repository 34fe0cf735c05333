import { parseArgs } from "node:util";

/** How much is measured: small numbers are for trying the bench itself. */
export type BenchOptions = ReturnType<typeof readOptions>;

export const PARTS = [
	"speed",
	"harm",
	"curves",
	"recovery",
	"lone",
	"memory",
	"calls",
] as const;
export type Part = (typeof PARTS)[number];

/** @throws Error for a part or a number that is none */
export function readOptions(args: readonly string[]) {
	const { values, positionals } = parseArgs({
		args: [...args],
		allowPositionals: true,
		options: {
			runs: { type: "string", default: "5" },
			// Batches of nine and of ten end evenly.
			messages: { type: "string", default: "540" },
			"naive-messages": { type: "string", default: "40" },
			"harm-messages": { type: "string", default: "300" },
			"outage-seconds": { type: "string", default: "60" },
			samples: { type: "string", default: "15" },
			backlog: { type: "string", default: "100000" },
			waiting: { type: "string", default: "5000" },
			results: { type: "string" },
		},
	});
	return {
		parts: positionals.length === 0 ? PARTS : positionals.map(partOf),
		runs: count("runs", values.runs),
		messages: count("messages", values.messages),
		naiveMessages: count("naive-messages", values["naive-messages"]),
		harmMessages: count("harm-messages", values["harm-messages"]),
		outageMs: count("outage-seconds", values["outage-seconds"]) * 1000,
		samples: count("samples", values.samples),
		/** The longest backlog that is measured. */
		backlog: count("backlog", values.backlog),
		/** What waits for the end of an outage. */
		waiting: count("waiting", values.waiting),
		/** Where the results are kept. */
		results: values.results,
	};
}

function partOf(name: string): Part {
	const part = PARTS.find((known) => known === name);
	if (part === undefined)
		throw new Error(
			`Cannot measure ${name.slice(0, 50)}: allowed are ${PARTS.join(", ")}`,
		);
	return part;
}

function count(option: string, text: string): number {
	const number = Number(text);
	if (!Number.isInteger(number) || number < 1)
		throw new Error(
			`Cannot use --${option} ${text.slice(0, 50)}: allowed is a whole number from 1`,
		);
	return number;
}
