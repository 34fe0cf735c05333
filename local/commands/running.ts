import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import type { SynthesizedApp } from "../app/assembly.ts";
import { readApp } from "../app/read-app.ts";
import type { AppOptions } from "../options.ts";
import { type LocalRun, type RunOptions, run } from "../run.ts";
import type { Progress } from "./progress.ts";
import type { Stops } from "./stops.ts";

const TROUBLES_KEPT = 5;

/** An app that runs. */
export interface Running {
	readonly local: LocalRun;
	/** What the functions complained of, newest last. */
	readonly troubles: readonly string[];
	/** Folder of this run, for what is written for it. */
	readonly folder: string;
	/** Folders in which a change may change the app. */
	readonly sources: readonly string[];
	/** Synthesizes the app again. */
	read(): Promise<SynthesizedApp>;
}

/** Synthesizes an app and starts it. What has to be ended is added to `stops`. @throws Error that says why it can't. */
export async function startApp(
	{ app, cdkOut, ...ports }: AppOptions & Partial<RunOptions>,
	stops: Stops,
	progress: Progress,
): Promise<Running> {
	const folder = await mkdtemp(join(tmpdir(), "sqs-gmail-sender-synth-"));
	stops.add(() => rm(folder, { recursive: true, force: true }));
	const source = { folder: process.cwd(), app, cdkOut };
	let reads = 0;
	const read = () => {
		reads += 1;
		return readApp(source, join(folder, `${reads}`), stops.signal);
	};
	progress("synthesizing the stack");
	const { stacks, notices } = await read();
	const troubles: string[] = [];
	const local = await run({
		...ports,
		stacks,
		progress: (part) => progress(`starting ${part}`),
		onLine: (line) => {
			if (!/"level":"(warn|error)"|Error/.test(line)) return;
			troubles.push(line);
			troubles.splice(0, troubles.length - TROUBLES_KEPT);
		},
		onStarting: (stopAll) => stops.add(stopAll),
	});
	if (local.senders.length === 0)
		throw new Error(
			`Cannot start ${app ?? "the app"} as none of its stacks has a sender (${local.stackNames.join(", ") || "there is no stack"}): make one by new GmailSender(…), or add the app that has one by --cdk-out`,
		);
	for (const notice of [...notices, ...local.aws.notices])
		console.error(`  ${notice}`);
	progress("looking after the sender for the first time");
	await local.aws.tick();
	const sources = [source.folder, ...cdkOut.map((name) => resolve(name))];
	return { local, troubles, folder, sources, read };
}
