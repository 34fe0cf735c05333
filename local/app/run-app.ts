import { type ChildProcess, spawn } from "node:child_process";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import type { AppCommand } from "./app-command.ts";

/** An environment variable that is longer does not fit on Linux. */
const MOST_CONTEXT_BYTES = 100_000;
/** The account that a local run is in. */
const ACCOUNT = "000000000000";
const REGION = "us-east-1";

export interface AppRun {
	readonly folder: string;
	readonly outputFolder: string;
	readonly context: object;
	/** Ends the app, and what it has started. */
	readonly signal?: AbortSignal | undefined;
}

/** Runs an app's command as the CDK does. @returns its exit code, and what it printed. */
export function runApp(
	command: AppCommand,
	{ folder, outputFolder, context, signal }: AppRun,
): Promise<{ readonly code: number | null; readonly output: string }> {
	const options = {
		cwd: folder,
		env: {
			...process.env,
			CDK_DEFAULT_ACCOUNT: process.env.CDK_DEFAULT_ACCOUNT ?? ACCOUNT,
			CDK_DEFAULT_REGION: process.env.CDK_DEFAULT_REGION ?? REGION,
			// What only AWS would refuse takes seconds to find: that is for the deploy.
			CDK_VALIDATION: process.env.CDK_VALIDATION ?? "false",
			CDK_OUTDIR: outputFolder,
			...contextVariables(context, outputFolder),
		},
		// A group of its own, to end all of it: a shell starts others.
		detached: process.platform !== "win32",
	};
	return new Promise((resolve, reject) => {
		const child =
			"line" in command
				? spawn(command.line, { ...options, shell: true })
				: spawn(command.file, command.args, options);
		child.stdin.end();
		const end = () => killGroup(child);
		signal?.addEventListener("abort", end, { once: true });
		let output = "";
		for (const stream of [child.stdout, child.stderr])
			stream.on("data", (chunk) => (output += chunk));
		child.on("error", reject);
		child.on("close", (code) => {
			signal?.removeEventListener("abort", end);
			resolve({ code, output });
		});
		if (signal?.aborted) end();
	});
}

function contextVariables(
	context: object,
	outputFolder: string,
): Record<string, string> {
	const text = JSON.stringify(context);
	if (Buffer.byteLength(text) < MOST_CONTEXT_BYTES)
		return { CDK_CONTEXT_JSON: text };
	const file = join(outputFolder, "context.json");
	writeFileSync(file, text);
	return { CONTEXT_OVERFLOW_LOCATION_ENV: file };
}

function killGroup({ pid }: ChildProcess): void {
	if (pid === undefined) return;
	try {
		process.kill(process.platform === "win32" ? pid : -pid, "SIGTERM");
	} catch {
		// It has ended meanwhile.
	}
}
