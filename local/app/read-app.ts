import { resolve } from "node:path";
import { readFinished, type SynthesizedApp } from "./assembly.ts";
import { synthesize } from "./synthesize.ts";

export interface AppSource {
	/** Folder of the app, with its cdk.json. */
	readonly folder: string;
	/** Command or file of the app; undefined: what cdk.json says. */
	readonly app: string | undefined;
	/** Folders that were synthesized before; with any, cdk.json's app is left out. */
	readonly cdkOut: readonly string[];
}

/** Synthesizes what has to be, and reads all of it. @throws Error that says why it can't. */
export async function readApp(
	{ folder, app, cdkOut }: AppSource,
	outputFolder: string,
	signal?: AbortSignal,
): Promise<SynthesizedApp> {
	const finished = cdkOut.map((name) => resolve(folder, name));
	if (app === undefined && finished.length > 0) return readFinished(finished);
	await synthesize(outputFolder, { folder, app, signal });
	return readFinished([outputFolder, ...finished]);
}
