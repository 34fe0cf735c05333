import { parseArgs } from "node:util";
import { nearest } from "../core/nearest.ts";
import { LOCAL } from "./called.ts";

/** What can be typed after a verb. */
const OPTIONS = {
	app: { type: "string" },
	"cdk-out": { type: "string", multiple: true },
	watch: { type: "boolean" },
	once: { type: "boolean" },
	json: { type: "boolean" },
	port: { type: "string" },
	"inbox-port": { type: "string" },
	"smtp-port": { type: "string" },
	mailbox: { type: "string" },
	help: { type: "boolean", short: "h" },
} as const;

type Option = keyof typeof OPTIONS;

const APP = ["app", "cdk-out"] as const;
const MAIL_PORTS = ["inbox-port", "smtp-port"] as const;

/** The options of each verb. */
export const VERBS = {
	start: [...APP, "watch", "once", "json", "port", ...MAIL_PORTS],
	exec: APP,
	gmail: ["json", "mailbox", ...MAIL_PORTS],
} as const satisfies Readonly<Record<string, readonly Option[]>>;

export type Verb = keyof typeof VERBS;

/** Where the stacks come from. */
export interface AppOptions {
	/** Command or file of the CDK app, as it was typed; undefined: cdk.json's. */
	readonly app: string | undefined;
	/** Folders that cdk synth has written. */
	readonly cdkOut: readonly string[];
}

export type Typed = ReturnType<typeof parseCli>;

/** @throws Error that says what is wrong and what is allowed. */
export function parseCli(args: readonly string[]) {
	const { verb, rest } = verbOf(args);
	if (verb === "help") return { verb, of: helpedVerb(rest[0]) };
	const end = verb === "exec" ? rest.indexOf("--") : -1;
	const before = end < 0 ? rest : rest.slice(0, end);
	const command = end < 0 ? [] : rest.slice(end + 1);
	refuseOthers(verb, before);
	const { values } = parseArgs({ args: [...before], options: OPTIONS });
	if (values.help === true) return { verb: "help" as const, of: verb };
	if (verb === "exec" && command.length === 0)
		throw new Error(
			`Cannot exec nothing: type the command after --, such as ${LOCAL} exec -- npm test`,
		);
	return {
		verb,
		app: values.app,
		cdkOut: values["cdk-out"] ?? [],
		watch: values.watch === true,
		once: values.once === true,
		json: values.json === true,
		port: portOf("--port", values.port),
		inboxPort: portOf("--inbox-port", values["inbox-port"]),
		smtpPort: portOf("--smtp-port", values["smtp-port"]),
		mailbox: values.mailbox,
		/** What exec runs. */
		command,
	};
}

// The verb may be left out: `npm start -- --once`.
function verbOf(args: readonly string[]): {
	readonly verb: Verb | "help";
	readonly rest: readonly string[];
} {
	const [first, ...rest] = args;
	if (first === undefined || first.startsWith("-"))
		return { verb: "start", rest: args };
	if (first === "help") return { verb: "help", rest };
	if (isVerb(first)) return { verb: first, rest };
	const meant = nearest(first, Object.keys(VERBS));
	throw new Error(
		`Cannot ${first.slice(0, 100)}: allowed is ${Object.keys(VERBS).join(", ")} or help${meant === undefined ? "" : `; did you mean ${meant}?`}`,
	);
}

function helpedVerb(asked: string | undefined): Verb | undefined {
	return asked !== undefined && isVerb(asked) ? asked : undefined;
}

function isVerb(text: string): text is Verb {
	return Object.hasOwn(VERBS, text);
}

function refuseOthers(verb: Verb, args: readonly string[]): void {
	const allowed: readonly string[] = [...VERBS[verb], "help"];
	const { tokens } = parseArgs({
		args: [...args],
		options: OPTIONS,
		strict: false,
		tokens: true,
	});
	const list = allowed.map((name) => `--${name}`).join(", ");
	for (const token of tokens) {
		if (token.kind === "positional")
			throw new Error(
				`Cannot ${verb} ${token.value.slice(0, 100)}: allowed is ${list}`,
			);
		if (token.kind === "option" && !allowed.includes(token.name))
			throw new Error(
				`Cannot use ${token.rawName.slice(0, 100)} with ${verb}: allowed is ${list}`,
			);
	}
}

function portOf(option: string, text: string | undefined): number | undefined {
	if (text === undefined) return undefined;
	const port = Number(text);
	if (!/^\d+$/.test(text) || port > 65_535)
		throw new Error(
			`Cannot use ${option} ${text}: allowed is a port from 0 (any free one) to 65535`,
		);
	return port;
}
