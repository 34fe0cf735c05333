import { MAX_RECIPIENTS } from "./fields.ts";
import { describeValue, type Problem, problem } from "./problem.ts";

/** The most entries of each list. */
const MOST_ENTRIES: Readonly<Record<string, string>> = {
	to: `at most ${MAX_RECIPIENTS} addresses`,
	cc: `at most ${MAX_RECIPIENTS} addresses`,
	bcc: `at most ${MAX_RECIPIENTS} addresses`,
	replyTo: `at most ${MAX_RECIPIENTS} addresses`,
	attachments: "at most 100 attachments",
	references: "at most 1000 earlier messages",
};
const MOST_NAMES: Readonly<Record<string, string>> = {
	headers: "at most 100 headers",
	tags: "at most 10 tags",
};

/**
 * What is wrong with a message's lists as such, before their entries are looked at: the schema
 * library tells of every single one, which for a million of them takes more memory than there is.
 */
export function listFaults(input: unknown): readonly Problem[] {
	if (typeof input !== "object" || input === null) return [];
	const fields = input as Readonly<Record<string, unknown>>;
	const fault = (name: string, allowed: string) =>
		problem(
			`/${name}`,
			`got ${describeValue(fields[name])}; allowed is ${allowed}`,
		);
	const tooLong = Object.entries(MOST_ENTRIES).filter(
		([name, text]) => lengthOf(fields[name]) > numberIn(text),
	);
	const tooMany = Object.entries(MOST_NAMES).filter(
		([name, text]) => namesIn(fields[name]) > numberIn(text),
	);
	// To the schema library an array is an object with the keys 0, 1 and so on.
	const noObjects = ["headers", "tags", "data"].filter((name) =>
		Array.isArray(fields[name]),
	);
	return [
		...[...tooLong, ...tooMany].map(([name, text]) => fault(name, text)),
		...noObjects.map((name) => fault(name, "an object")),
	];
}

function lengthOf(value: unknown): number {
	return Array.isArray(value) ? value.length : 0;
}

function namesIn(value: unknown): number {
	return typeof value === "object" && value !== null && !Array.isArray(value)
		? Object.keys(value).length
		: 0;
}

function numberIn(text: string): number {
	return Number(/\d+/.exec(text)?.[0]);
}
