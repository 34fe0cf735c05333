import type { Breach } from "./auditor.ts";
import { PROFILES, type ProfileName } from "./profiles.ts";
import { runSeed } from "./run-seed.ts";

/** What many runs came to. */
export interface Tally {
	readonly seeds: number;
	/** How often each thing happened. */
	readonly counts: ReadonlyMap<string, number>;
	/** How long healthy mail waited beyond the faults given, in ms, sorted. */
	readonly waits: readonly number[];
	readonly failed: readonly {
		readonly seed: number;
		readonly breach: Breach;
	}[];
}

/** Runs a profile with these seeds. */
export async function runSeeds(
	name: ProfileName,
	from: number,
	count: number,
	mostFailures = Number.POSITIVE_INFINITY,
): Promise<Tally> {
	const counts = new Map<string, number>();
	const waits: number[] = [];
	const failed: { seed: number; breach: Breach }[] = [];
	let seeds = 0;
	for (let seed = from; seed < from + count; seed += 1) {
		const result = await runSeed(seed, name);
		seeds += 1;
		for (const [what, times] of result.counts)
			counts.set(what, (counts.get(what) ?? 0) + times);
		waits.push(...result.waits);
		const [breach] = result.breaches;
		if (breach !== undefined) failed.push({ seed, breach });
		if (failed.length >= mostFailures) break;
	}
	return { seeds, counts, waits: waits.toSorted((a, b) => a - b), failed };
}

/** What a profile may bring about and did not. */
export function neverFired(
	name: ProfileName,
	counts: Tally["counts"],
): readonly string[] {
	const { kinds, actions } = PROFILES[name];
	return [...Object.keys(kinds), ...Object.keys(actions)].filter(
		(what) => !counts.has(what),
	);
}
