import { createRequire } from "node:module";
import {
	fit,
	membersOf,
	NUMBER,
	Refused,
	readJson,
	readWords,
	type Schema,
	structure,
	TEXT,
	typeOf,
} from "./aws-schema.ts";

export interface CommandLine {
	/** Such as `lambda invoke`. */
	readonly command: string;
	/** What stands beside the options. */
	readonly words: readonly string[];
	/** By the operation's members, or by option when there is no client. */
	readonly input: Readonly<Record<string, unknown>>;
	/** Options that are no members, such as `region`. */
	readonly common: Readonly<Record<string, string>>;
	/** The SDK's own; undefined for what the CLI does by itself. */
	readonly classes: Classes | undefined;
}

interface Classes {
	readonly Client: new (options: object) => Sender;
	readonly Command: new (input: object) => object;
}

interface Sender {
	send(command: object): Promise<object>;
}

interface Operation {
	readonly input: Schema;
	/** Undefined when it is not known. */
	readonly output?: Schema;
	readonly hasPages?: boolean;
	readonly classes?: Classes;
}

const COMMON = [
	"region",
	"output",
	"query",
	"endpoint-url",
	"cli-binary-format",
];
const PAGES = ["max-items", "page-size", "starting-token"];
const OUTPUTS = ["json", "text", "table", "yaml", "yaml-stream", "off"];
const RAW = "raw-in-base64-out";

/** Services whose client has another name than the CLI has for them. */
const CLIENTS: Readonly<Record<string, string>> = {
	events: "eventbridge",
	logs: "cloudwatch-logs",
	s3api: "s3",
	secretsmanager: "secrets-manager",
	stepfunctions: "sfn",
};

/** What the CLI does by itself, or no client is here for, with its options by AWS's reference. */
const WITHOUT_CLIENT: Readonly<Record<string, Schema>> = {
	"logs tail": structure({ since: TEXT, "filter-pattern": TEXT }),
	"s3 cp": structure({}),
	"sso login": structure({}),
	"organizations describe-organization": structure({}),
	"service-quotas request-service-quota-increase": structure(
		{ "service-code": TEXT, "quota-code": TEXT, "desired-value": NUMBER },
		3,
	),
};

/** How many words stand beside the options, such as the file for the answer. */
const WORDS: Readonly<Record<string, number>> = {
	"lambda invoke": 1,
	"logs tail": 1,
	"s3 cp": 2,
};

/** Options that the CLI has another name for than the SDK. */
const RENAMED: Readonly<Record<string, string>> = {
	"sns subscribe --endpoint": "notification-endpoint",
};

/** Reads what stands after `aws`, as CLI 2 does. @throws Refused with a sentence for what it would not take. */
export function readCommandLine(argv: readonly string[]): CommandLine {
	const [service = "", verb = "", ...rest] = argv;
	const command = `${service} ${verb}`;
	const alone = WITHOUT_CLIENT[command];
	const operation =
		alone === undefined ? operationOf(service, verb) : { input: alone };
	const members = optionsOf(command, operation.input);
	const others = [...COMMON, ...(operation.hasPages ? PAGES : [])];
	const input: Record<string, unknown> = {};
	const common: Record<string, string> = {};
	const words: string[] = [];
	const left = [...rest];
	for (let word = left.shift(); word !== undefined; word = left.shift()) {
		const [, option] = /^--(.+)/.exec(word) ?? [];
		const member = members[option ?? ""];
		if (option === undefined) words.push(word);
		else if (member !== undefined)
			input[member] = readOption(operation, member, word, left);
		else if (others.includes(option))
			common[option] = takeValues(word, left, 1).join();
		else throw new Refused(`${command} has no option ${word}`);
	}
	const line = {
		...{ command, words, common, classes: operation.classes },
		input: fit(operation.input, input, command) as CommandLine["input"],
	};
	checkWords(line);
	checkOutput(line, operation);
	checkBlobs(line, operation);
	return line;
}

function operationOf(service: string, verb: string): Operation {
	const client = clientOf(service);
	const name = Object.keys(client)
		.map((key) => /^(\w+)Command$/.exec(key)?.[1])
		.find((key) => key !== undefined && kebab(key) === verb);
	if (name === undefined)
		throw new Refused(`${service} has no operation ${verb}`);
	const row = client[`${name}$`] as readonly Schema[];
	const [className = ""] = Object.keys(client).filter((key) =>
		/^[A-Z]\w*Client$/.test(key),
	);
	return {
		input: row[4] ?? "unit",
		output: row[5],
		hasPages: `paginate${name}` in client,
		classes: {
			Client: client[className],
			Command: client[`${name}Command`],
		} as Classes,
	};
}

function clientOf(service: string): Readonly<Record<string, unknown>> {
	const isOfSdkOnly = Object.values(CLIENTS).includes(service);
	const name = CLIENTS[service] ?? service;
	try {
		if (!isOfSdkOnly)
			return createRequire(import.meta.url)(`@aws-sdk/client-${name}`);
	} catch {}
	throw new Refused(`there is no service ${service}`);
}

/** The members by their options. */
function optionsOf(
	command: string,
	input: Schema,
): Readonly<Record<string, string>> {
	const options: Record<string, string> = {};
	for (const [member, schema] of Object.entries(membersOf(input))) {
		const name = kebab(member);
		options[RENAMED[`${command} --${name}`] ?? name] = member;
		if (typeOf(schema).kind === "flag") options[`no-${name}`] = member;
	}
	return options;
}

function readOption(
	{ input }: Operation,
	member: string,
	word: string,
	left: string[],
): unknown {
	const schema = membersOf(input)[member] ?? TEXT;
	const { kind } = typeOf(schema);
	if (kind === "flag") return !word.startsWith("--no-");
	const most = kind === "list" ? left.length : 1;
	return readWords(schema, takeValues(word, left, most), word);
}

function takeValues(
	option: string,
	left: string[],
	most: number,
): readonly string[] {
	const end = left.findIndex((word) => word.startsWith("--"));
	const values = left.splice(0, Math.min(end < 0 ? left.length : end, most));
	if (values.length === 0) throw new Refused(`${option} has no value`);
	return values;
}

function checkWords({ command, words }: CommandLine): void {
	const count = WORDS[command] ?? 0;
	if (words.length !== count)
		throw new Refused(
			`${command} takes ${count} words beside its options, not ${words.length}: ${words.join(" ")}`,
		);
}

function checkOutput({ common }: CommandLine, operation: Operation): void {
	const { output = "json", query } = common;
	if (!OUTPUTS.includes(output)) throw new Refused(`no --output is ${output}`);
	const [first = ""] = /^\w+/.exec(query ?? "") ?? [];
	if (query !== undefined && !(first in membersOf(operation.output ?? TEXT)))
		throw new Refused(`--query ${query}: no answer has ${first}`);
}

function checkBlobs(
	{ command, input, common }: CommandLine,
	operation: Operation,
): void {
	const members = membersOf(operation.input);
	for (const [member, value] of Object.entries(input)) {
		if (typeOf(members[member] ?? TEXT).kind !== "blob") continue;
		if (common["cli-binary-format"] !== RAW)
			throw new Refused(
				`${member} is base64 without --cli-binary-format ${RAW}`,
			);
		if (command === "lambda invoke") readJson(String(value), member);
	}
}

/** Such as `function-name` for FunctionName, and `uuid` for UUID. */
function kebab(name: string): string {
	return name
		.replace(/([a-z0-9])([A-Z])/g, "$1-$2")
		.replace(/([A-Z])([A-Z][a-z])/g, "$1-$2")
		.toLowerCase();
}
