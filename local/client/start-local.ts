import { type ChildProcess, spawn } from "node:child_process";
import { existsSync } from "node:fs";
import { join } from "node:path";
import { createInterface } from "node:readline";
import type { SenderManifest } from "../../core/manifest.ts";
import type { ReadyLine } from "../ready-line.ts";
import { connectLocal, type LocalStack } from "./connect-local.ts";
import { environmentOf } from "./environment.ts";

/** More would be no help. */
const COMPLAINTS_KEPT = 20;

/** The program: beside this file when packed, in the folder above in the repository. */
const CLI =
	[
		join(import.meta.dirname, "cli.js"),
		join(import.meta.dirname, "..", "cli.js"),
	].find((file) => existsSync(file)) ??
	join(import.meta.dirname, "..", "cli.ts");

export interface StartLocalOptions {
	/** Folder with the app's cdk.json. @default the current one */
	readonly cwd?: string;
	/** Command or file of the app. @default `app` of cdk.json */
	readonly app?: string;
	/** Folders of finished assemblies, in place of an app. */
	readonly cdkOut?: readonly string[];
}

export interface StartedLocal extends LocalStack {
	/** Of the AWS endpoint. */
	readonly endpoint: string;
	/** Of the inbox. */
	readonly inboxUrl: string;
	/** Of the first sender. */
	readonly queueUrl: string;
	readonly senders: readonly SenderManifest[];
	/** What a program needs to find it: AWS_ENDPOINT_URL, credentials, QUEUE_URL, INBOX_URL and others. */
	readonly env: Readonly<Record<string, string>>;
	/** @returns when nothing of it runs any longer */
	stop(): Promise<void>;
}

/** Starts an app on this machine, on free ports, in a process of its own that ends with this one. @throws Error with what the program said */
export async function startLocal({
	cwd = process.cwd(),
	app,
	cdkOut = [],
}: StartLocalOptions = {}): Promise<StartedLocal> {
	const child = spawn(
		process.execPath,
		[
			CLI,
			"start",
			"--json",
			...["--port", "0", "--inbox-port", "0", "--smtp-port", "0"],
			...(app === undefined ? [] : ["--app", app]),
			...cdkOut.flatMap((folder) => ["--cdk-out", folder]),
		],
		// The program stops when this channel closes, however this process ends.
		{ cwd, stdio: ["ignore", "pipe", "pipe", "ipc"] },
	);
	const ended = new Promise<void>((resolve) => {
		child.once("exit", () => resolve());
		child.once("error", () => resolve());
	});
	const ready = await readyLineOf(child);
	child.channel?.unref();
	return {
		...connectLocal(ready.inbox),
		endpoint: ready.endpoint,
		inboxUrl: ready.inbox,
		queueUrl: ready.queueUrl,
		senders: ready.senders,
		env: environmentOf(ready),
		async stop() {
			child.kill("SIGTERM");
			await ended;
		},
	};
}

function readyLineOf(child: ChildProcess): Promise<ReadyLine> {
	const complaints: string[] = [];
	if (child.stderr !== null)
		createInterface({ input: child.stderr }).on("line", (line) => {
			complaints.push(line);
			complaints.splice(0, complaints.length - COMPLAINTS_KEPT);
		});
	return new Promise((resolve, reject) => {
		const fail = (why: string) =>
			reject(
				new Error(
					[`Cannot start the local stack: ${why}`, ...complaints].join("\n"),
				),
			);
		if (child.stdout !== null)
			createInterface({ input: child.stdout }).once("line", (line) =>
				resolve(JSON.parse(line) as ReadyLine),
			);
		child.once("error", ({ message }) => fail(message));
		// Not at its exit: what it said last may come later.
		child.once("close", (code) => fail(`it ended with ${code}`));
	});
}
