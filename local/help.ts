import { LOCAL } from "./called.ts";
import { VERBS, type Verb } from "./options.ts";

const VERB_TEXTS: Readonly<Record<Verb, readonly string[]>> = {
	start: [
		"start",
		"Runs a CDK app with a sender on this machine: that of cdk.json here, unless",
		"--app or --cdk-out names another. Sends a sample mail, and runs until Ctrl-C.",
	],
	exec: [
		"exec [OPTIONS] -- COMMAND",
		"Starts the same on free ports, runs a command such as npm test, stops, and",
		"exits as it does. The command has AWS_ENDPOINT_URL, AWS_REGION, credentials,",
		"QUEUE_URL, DEAD_LETTER_QUEUE_URL, MAIL_QUEUE_URL and INBOX_URL as variables.",
	],
	gmail: [
		"gmail",
		"Runs the look-alike Gmail and its inbox alone, for any SMTP client.",
	],
};

const OPTION_TEXTS: Readonly<
	Record<(typeof VERBS)[Verb][number], readonly [string, string]>
> = {
	app: [
		"--app COMMAND",
		"another CDK app: a command, or a .ts, .js or .mjs file",
	],
	"cdk-out": ["--cdk-out DIR", "a synthesized app; again for each of several"],
	watch: [
		"--watch",
		"when a file changes, synthesize again and swap the functions",
	],
	once: ["--once", "send the sample mail, say what became of it, and stop"],
	json: ["--json", "one line of JSON when ready, everything else on stderr"],
	port: ["--port N", "AWS endpoint (usual: 4566); 0 for any free port"],
	"inbox-port": [
		"--inbox-port N",
		"inbox and controls (usual: 8025); 0 for any",
	],
	"smtp-port": ["--smtp-port N", "look-alike Gmail (usual: 1587); 0 for any"],
	mailbox: ["--mailbox ADDRESS", "who logs in (usual: you@gmail.com)"],
};

/** What the verb does, or each of them: lines of at most 80 columns. */
export function helpText(verb: Verb | undefined): string {
	if (verb === undefined)
		return [
			...Object.values(VERB_TEXTS).flatMap(verbLines),
			`\n${LOCAL} help VERB tells its options.`,
		].join("\n");
	return [
		...verbLines(VERB_TEXTS[verb]),
		"",
		...VERBS[verb].map((option) => {
			const [name, text] = OPTION_TEXTS[option];
			return `  ${name.padEnd(17)} ${text}`;
		}),
	].join("\n");
}

function verbLines([call = "", ...lines]: readonly string[]) {
	return [`${LOCAL} ${call}`, ...lines.map((line) => `  ${line}`)];
}
