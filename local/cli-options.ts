import { parseArgs } from "node:util";

export type CliOptions = Exclude<ReturnType<typeof parseCli>, "help">;

export const USAGE = `npm start -- [--app FILE] [--once] [--json] [--port N] [--inbox-port N] [--smtp-port N]

  --app           file of another CDK app with a sender, such as examples/scheduler.ts
  --once          send the sample mail, message what became of it, and stop
  --json          print one line of JSON when ready, everything else on stderr
  --port          AWS endpoint (usual: 4566); 0 for any free port
  --inbox-port    inbox and controls (usual: 8025); 0 for any free port
  --smtp-port     look-alike Gmail (usual: 1587); 0 for any free port`;

/** @throws Error that says which option is wrong and what is allowed. */
export function parseCli(args: readonly string[]) {
	const { values } = parseArgs({
		args: [...args],
		options: {
			app: { type: "string" },
			once: { type: "boolean", default: false },
			json: { type: "boolean", default: false },
			help: { type: "boolean", short: "h", default: false },
			port: { type: "string" },
			"inbox-port": { type: "string" },
			"smtp-port": { type: "string" },
		},
	});
	if (values.help) return "help" as const;
	return {
		/** File of the CDK app, as it was typed; undefined: the repository's own. */
		app: values.app,
		once: values.once,
		json: values.json,
		port: portOf("--port", values.port),
		inboxPort: portOf("--inbox-port", values["inbox-port"]),
		smtpPort: portOf("--smtp-port", values["smtp-port"]),
	};
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
