import { fork } from "node:child_process";
import { availableParallelism } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { KNOWN_FAULTS } from "./known-faults.ts";
import { PROFILES, type ProfileName } from "./profiles.ts";
import { runSeed } from "./run-seed.ts";
import { neverFired, type Tally } from "./tally.ts";

const { values } = parseArgs({
	options: {
		/** In all, over all profiles. */
		seeds: { type: "string", default: "2000" },
		/** The first of them. */
		from: { type: "string", default: "1" },
		profile: { type: "string" },
		/** Stops a profile at its first failure. */
		first: { type: "boolean", default: false },
		/** Only the known faults, each with its figure. */
		faults: { type: "boolean", default: false },
	},
});
const MOST_STORIES = 3;

if (values.faults) {
	for (const { name, run } of KNOWN_FAULTS) {
		const { figure, isWell } = await run();
		console.log(`${isWell ? "well " : "fault"}  ${name}: ${figure}`);
	}
} else {
	process.exitCode = (await simulateAll()) ? 0 : 1;
}

/** @returns whether all was well. */
async function simulateAll(): Promise<boolean> {
	const names = profiles();
	const each = Math.ceil(Number(values.seeds) / names.length);
	const begun = performance.now();
	const tallies = await inParallel(
		names.map((name) => () => runApart(name, Number(values.from), each)),
	);
	const seconds = (performance.now() - begun) / 1000;
	console.table(
		Object.fromEntries(
			names.map((name, index) => [name, summaryOf(tallies[index])]),
		),
	);
	console.table(sumOf(tallies));
	let isWell = true;
	for (const [index, name] of names.entries()) {
		const { failed = [], counts = new Map() } = tallies[index] ?? {};
		for (const { seed, breach } of failed.slice(0, MOST_STORIES)) {
			const { story } = await runSeed(seed, name, true);
			console.log(
				`\n${name}, seed ${seed}: ${breach.rule}: ${breach.what}\n${story.join("\n")}`,
			);
		}
		const never = neverFired(name, counts);
		if (never.length > 0)
			console.log(`\n${name}: never happened: ${never.join(", ")}`);
		isWell &&= failed.length === 0 && never.length === 0;
	}
	console.log(
		`\n${each * names.length} seeds in ${Math.round(seconds)} s: ${isWell ? "all is well" : "not all is well"}`,
	);
	return isWell;
}

function profiles(): readonly ProfileName[] {
	const all = Object.keys(PROFILES) as ProfileName[];
	const { profile } = values;
	if (profile === undefined) return all;
	const named = all.filter((name) => name === profile);
	if (named.length === 0)
		throw new Error(`no profile ${profile}: there are ${all.join(", ")}`);
	return named;
}

function runApart(
	name: ProfileName,
	from: number,
	count: number,
): Promise<Tally> {
	return new Promise((resolve, reject) => {
		const child = fork(
			join(import.meta.dirname, "simulate-part.ts"),
			[name, String(from), String(count), values.first ? "1" : "Infinity"],
			{ serialization: "advanced" },
		);
		child.once("message", (tally) => resolve(tally as Tally));
		// Only then all that it said has been read: a long tally is still on its way when the process ends.
		child.once("disconnect", () =>
			reject(new Error(`the part ${name} ends without a word`)),
		);
	});
}

/** Each core takes one after another. */
async function inParallel<T>(
	jobs: readonly (() => Promise<T>)[],
): Promise<readonly T[]> {
	const results: T[] = [];
	const left = [...jobs.entries()];
	await Promise.all(
		Array.from({ length: availableParallelism() }, async () => {
			for (let next = left.shift(); next !== undefined; next = left.shift())
				results[next[0]] = await next[1]();
		}),
	);
	return results;
}

function summaryOf(tally: Tally | undefined) {
	const { seeds = 0, failed = [], waits = [] } = tally ?? {};
	const minutesAt = (part: number) =>
		Number(
			((waits[Math.floor((waits.length - 1) * part)] ?? 0) / 60_000).toFixed(1),
		);
	return {
		seeds,
		failed: failed.length,
		"median wait (min)": minutesAt(0.5),
		"99 %": minutesAt(0.99),
		longest: minutesAt(1),
	};
}

function sumOf(tallies: readonly Tally[]): Record<string, number> {
	const sum: Record<string, number> = {};
	for (const { counts } of tallies)
		for (const [what, times] of counts) sum[what] = (sum[what] ?? 0) + times;
	return Object.fromEntries(
		Object.entries(sum).toSorted(([a], [b]) => a.localeCompare(b)),
	);
}
