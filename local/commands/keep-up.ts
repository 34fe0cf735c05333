import { readdirSync, rmSync } from "node:fs";
import { join } from "node:path";
import type { AppStack } from "../app/stacks-of.ts";
import { watchSources } from "../app/watch.ts";
import type { LocalRun } from "../run.ts";
import { sendersOf } from "../senders.ts";
import type { Running } from "./running.ts";
import type { Stops } from "./stops.ts";

/** From now on takes over what changes in the app's folder; queues, mail and the clock stay. What can't be is told on stderr. */
export async function keepUp(
	{ local, folder, sources, read }: Running,
	stops: Stops,
): Promise<void> {
	const watched = await watchSources(sources, async () => {
		console.error("… files have changed: synthesizing again");
		try {
			const { stacks, notices } = await read();
			const left = await takeOver(local, stacks);
			for (const sentence of [...notices, ...left])
				console.error(`  ${sentence}`);
			removeUnused(folder, local);
			console.error("… the run has what changed");
		} catch (error) {
			if (stops.signal.aborted) return;
			console.error(error instanceof Error ? error.message : String(error));
			console.error("  the run goes on as it was");
		}
	});
	stops.add(() => watched.close());
}

/** @returns what is not taken over, a sentence each */
async function takeOver(
	{ aws, senders }: LocalRun,
	stacks: readonly AppStack[],
): Promise<readonly string[]> {
	const left: string[] = [];
	for (const stack of stacks) left.push(...(await aws.update(stack)));
	const names = stacks.map(({ stackName }) => stackName);
	const gone = aws.services.stacks.filter(({ name }) => !names.includes(name));
	const known = senders.map(({ name }) => name);
	const added = sendersOf(aws).filter(({ name }) => !known.includes(name));
	return [
		...left,
		...gone.map(({ name }) => `restart to be without the stack ${name}`),
		...added.map(({ name }) => `restart to send by the new sender ${name}`),
	];
}

/** Removes what was synthesized before, but for the last and what functions still run from. */
function removeUnused(folder: string, { aws }: LocalRun): void {
	const used = aws.functions.map(({ spec }) => spec.codePath);
	const reads = readdirSync(folder)
		.filter((name) => /^\d+$/.test(name))
		.toSorted((a, b) => Number(a) - Number(b));
	for (const name of reads.slice(0, -2)) {
		const place = join(folder, name);
		if (!used.some((path) => path.startsWith(join(place, "/"))))
			rmSync(place, { recursive: true, force: true });
	}
}
