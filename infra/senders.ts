import { readFileSync } from "node:fs";
import { dirname, resolve } from "node:path";
import * as v from "valibot";
import { type SenderEntry, sendersSchema } from "./senders-schema.ts";

/** The address in the committed example. */
export const PLACEHOLDER = "you@example.com";

/**
 * The senders to synthesize.
 *
 * @param file Relative to the working directory; `templates` in it are relative to the file.
 * @throws Error that names the file, and says what is missing or wrong and what to write into it.
 */
export function readSenders(file = "senders.json"): readonly SenderEntry[] {
	const senders = check(file, read(file));
	const places = senders.map(
		({ name, account, region }) => `${name} ${account} ${region}`,
	);
	const twice = places.find((place, index) => places.indexOf(place) !== index);
	if (twice !== undefined)
		throw new Error(
			`Cannot use ${file} as it has two senders named ${twice.split(" ")[0]} in the same place: give each a name of its own`,
		);
	const deaf = senders.find(
		({ mailbox, alarmEmail }) =>
			alarmEmail?.toLowerCase() === mailbox.toLowerCase(),
	);
	if (deaf !== undefined)
		throw new Error(
			`Cannot use ${file} as the alarmEmail of ${deaf.name} is its own mailbox, ${deaf.mailbox}: nobody hears that it is locked; allowed: any other address. Write one that people on call read`,
		);
	return senders.map(({ templates, ...rest }) =>
		templates === undefined
			? rest
			: { ...rest, templates: resolve(dirname(file), templates) },
	);
}

const HELP =
	'Write {"senders": [{"name": "mail", "mailbox": "alerts@your-domain.com", "mailboxType": "workspace"}]} into it';

function read(file: string): unknown {
	try {
		return JSON.parse(readFileSync(file, "utf8"));
	} catch (error) {
		throw new Error(
			`Cannot read ${file} as JSON: ${error instanceof Error ? error.message : error}. ${HELP}`,
		);
	}
}

function check(file: string, input: unknown): readonly SenderEntry[] {
	const result = v.safeParse(sendersSchema, input);
	if (result.success) return result.output.senders;
	const faults = result.issues.map((issue) => {
		const where =
			issue.path?.map(({ key }) => String(key)).join(".") ?? "the file";
		if (issue.expected === "never") return `  - ${where} is not a setting`;
		if (issue.received === "undefined") return `  - ${where} is missing`;
		return `  - ${where} is ${issue.received}; allowed: ${issue.message}`;
	});
	throw new Error(`Cannot use ${file} as:\n${faults.join("\n")}\n${HELP}`);
}
