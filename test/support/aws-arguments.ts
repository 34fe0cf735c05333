/** How an option of the AWS CLI takes its values. */
export type OptionKind = "text" | "list" | "flag";
export type Options = Readonly<Record<string, OptionKind>>;

/** A command line that the stub does not know. */
export class Unknown extends Error {}

export interface AwsArguments {
	/** Such as `lambda invoke`. */
	readonly command: string;
	readonly positionals: readonly string[];
	has(name: string): boolean;
	/** Without a fallback the option is required. */
	text(name: string, fallback?: string): string;
	list(name: string): readonly string[];
	/** Undefined when it is not given. */
	number(name: string): number | undefined;
	/** A map as JSON, or as `Key=value,Other=value`. */
	map(name: string): Readonly<Record<string, string>>;
}

interface ClientOptions {
	readonly endpoint: string;
	readonly region: string;
	readonly credentials: {
		readonly accessKeyId: string;
		readonly secretAccessKey: string;
	};
	readonly useQueueUrlAsEndpoint: boolean;
}

export interface AwsCommand {
	readonly options: Options;
	/** @returns what is printed: a string as it is, anything else as JSON. */
	run(args: AwsArguments, client: ClientOptions): Promise<unknown>;
}

const GLOBAL: Options = {
	region: "text",
	output: "text",
	query: "text",
	"endpoint-url": "text",
};

/** Reads a command line. @throws Unknown for an unknown command or option. */
export function readArguments(
	argv: readonly string[],
	optionsOf: (command: string) => Options | undefined,
): AwsArguments {
	const words = argv.filter(
		(word, index) => !word.startsWith("--") && !isGlobal(argv[index - 1] ?? ""),
	);
	const command = words.slice(0, 2).join(" ");
	const own = optionsOf(command);
	if (own === undefined) throw new Unknown(`unknown command ${command}`);
	const options: Options = { ...GLOBAL, ...own };
	const values = new Map<string, string[]>();
	const rest: string[] = [];
	for (let at = 0; at < argv.length; at += 1) {
		const word = argv[at] ?? "";
		if (!word.startsWith("--")) {
			rest.push(word);
			continue;
		}
		const name = word.slice(2);
		const kind = options[name];
		if (kind === undefined)
			throw new Unknown(`unknown option ${word} of ${command}`);
		const given: string[] = [];
		const most = { text: 1, list: Number.POSITIVE_INFINITY, flag: 0 }[kind];
		while (given.length < most && isValue(argv[at + 1])) {
			at += 1;
			given.push(argv[at] ?? "");
		}
		if (kind !== "flag" && given.length === 0)
			throw new Unknown(`option ${word} of ${command} has no value`);
		values.set(name, given);
	}
	return argumentsOf(command, rest.slice(2), values);
}

function argumentsOf(
	command: string,
	positionals: readonly string[],
	values: ReadonlyMap<string, readonly string[]>,
): AwsArguments {
	const text = (name: string, fallback?: string): string => {
		const value = values.get(name)?.[0] ?? fallback;
		if (value === undefined)
			throw new Unknown(`${command} needs the option --${name}`);
		return value;
	};
	return {
		command,
		positionals,
		has: (name) => values.has(name),
		text,
		list: (name) => values.get(name) ?? [],
		number: (name) => (values.has(name) ? Number(text(name)) : undefined),
		map: (name) => mapOf(text(name)),
	};
}

function mapOf(text: string): Readonly<Record<string, string>> {
	if (text.startsWith("{")) return JSON.parse(text);
	const entries = text.split(",").map((part) => {
		const at = part.indexOf("=");
		if (at < 1) throw new Unknown(`cannot read ${text} as Key=value`);
		return [part.slice(0, at), part.slice(at + 1)] as const;
	});
	return Object.fromEntries(entries);
}

function isGlobal(word: string): boolean {
	return word.startsWith("--") && word.slice(2) in GLOBAL;
}

function isValue(word: string | undefined): boolean {
	return word !== undefined && !word.startsWith("--");
}
