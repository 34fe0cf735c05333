import { existsSync, mkdirSync } from "node:fs";
import { join } from "node:path";
import { type AppCommand, appCommand } from "./app-command.ts";
import { readFinished, type SynthesizedApp } from "./assembly.ts";
import { readCdkJson } from "./cdk-json.ts";
import { type AppRun, runApp } from "./run-app.ts";

const MOST_LINES = 60;
const MOST_COLUMNS = 300;

export interface SynthesizeOptions {
	/** Folder of the app, with its cdk.json. */
	readonly folder: string;
	/** Command or file of the app. @default what cdk.json says */
	readonly app?: string | undefined;
	/** On top of what the app's own files say. */
	readonly context?: object;
	readonly signal?: AbortSignal | undefined;
}

/** Synthesizes an app the way `cdk deploy` would. @throws Error with the synth's own words. */
export async function synthesize(
	outputFolder: string,
	{ folder, app, context = {}, signal }: SynthesizeOptions,
): Promise<SynthesizedApp> {
	const cdkJson = readCdkJson(folder);
	const asked = app ?? cdkJson.app;
	if (asked === undefined)
		throw new Error(
			`Cannot find an app as ${join(folder, "cdk.json")} ${existsSync(join(folder, "cdk.json")) ? 'has no "app"' : "is not there"}: type this in the folder of a CDK app, or give --app "COMMAND" or --cdk-out FOLDER`,
		);
	mkdirSync(outputFolder, { recursive: true });
	const run: AppRun = {
		folder,
		outputFolder,
		signal,
		context: { ...cdkJson.context, ...context },
	};
	if (cdkJson.build !== undefined) await succeed({ line: cdkJson.build }, run);
	await succeed(appCommand(asked, folder), run);
	if (!existsSync(join(outputFolder, "manifest.json")))
		throw new Error(
			`Cannot start ${asked} as it makes no CDK app: let it begin with new App() and end with app.synth()`,
		);
	return readFinished([outputFolder]);
}

async function succeed(command: AppCommand, run: AppRun): Promise<void> {
	const { code, output } = await runApp(command, run);
	if (code === 0) return;
	const said = shortened(output);
	const what = "line" in command ? command.line : command.args.join(" ");
	throw new Error(
		`Cannot synthesize the stacks as ${what.slice(0, MOST_COLUMNS)} ended with ${code ?? "a signal"}${said === "" ? ", and said nothing" : `:\n${said}`}${adviceOn(said)}`,
	);
}

// Node.js shows the line that failed, which in a library has the whole library in it.
function shortened(output: string): string {
	return output
		.trim()
		.split("\n")
		.slice(-MOST_LINES)
		.map((line) => line.slice(0, MOST_COLUMNS).trimEnd())
		.join("\n");
}

function adviceOn(said: string): string {
	return /docker.*(ENOENT|not found|exited with)|Docker daemon/i.test(said)
		? "\nThe app bundles code with Docker, which does not run here: start it, or, if the code is of a NodejsFunction, type npm install --save-dev esbuild"
		: "";
}
