import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { constants } from "node:os";
import { environmentOf } from "../client/environment.ts";
import { readyLine } from "../tell-ready.ts";
import { createProgress } from "./progress.ts";
import { startApp } from "./running.ts";
import type { StartOptions } from "./start.ts";
import { createStops, SIGNALS } from "./stops.ts";

/** Starts an app on free ports, runs a command that finds it by its environment, stops. The exit code is the command's. @throws Error that says why it can't start. */
export async function exec(options: StartOptions): Promise<void> {
	const stops = createStops();
	let child: ChildProcess | undefined;
	for (const signal of SIGNALS)
		process.on(signal, () => {
			if (child === undefined)
				return void stops.stop().then(() => process.exit(codeOf(null, signal)));
			// A terminal has told the command of Ctrl-C itself.
			if (signal !== "SIGINT" || !process.stdin.isTTY) child.kill(signal);
		});
	const progress = createProgress({ spoken: false });
	try {
		const ports = { port: 0, inboxPort: 0, smtpPort: 0 };
		const { local } = await startApp({ ...options, ...ports }, stops, progress);
		progress.done();
		const [file = "", ...args] = options.command;
		// Whoever works with a profile would be asked for its credentials instead.
		const { AWS_PROFILE: _, AWS_SESSION_TOKEN: _token, ...own } = process.env;
		const env = { ...own, ...environmentOf(readyLine(local)) };
		child = spawn(file, args, { stdio: "inherit", env });
		process.exitCode = await endOf(child, file);
	} finally {
		progress.done();
		await stops.stop();
	}
}

async function endOf(child: ChildProcess, file: string): Promise<number> {
	try {
		const [code, signal] = await once(child, "exit");
		return codeOf(code, signal);
	} catch (error) {
		console.error(
			`Cannot run ${file}: ${error instanceof Error ? error.message : error}`,
		);
		// As a shell says that there is no such command.
		return 127;
	}
}

function codeOf(code: number | null, signal: NodeJS.Signals | null): number {
	return signal === null ? (code ?? 0) : 128 + constants.signals[signal];
}
