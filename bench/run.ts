/**
 * Side by side with what else sends mail: `npm run bench`, or `node bench/run.ts PART …` for some parts,
 * which leaves the others in results.json as they are.
 */
import { readFile, writeFile } from "node:fs/promises";
import { cpus, release, totalmem, type } from "node:os";
import { join } from "node:path";
import { measureCalls } from "./measure/calls.ts";
import { measureCurves } from "./measure/curves.ts";
import { measureHarm } from "./measure/harm.ts";
import { measureLone } from "./measure/lone.ts";
import { measureMemory } from "./measure/memory.ts";
import {
	type BenchOptions,
	type Part,
	readOptions,
} from "./measure/options.ts";
import { progress } from "./measure/progress.ts";
import { measureRecovery } from "./measure/recovery.ts";
import { DOT_MS, ENVIRONMENTS } from "./measure/settings.ts";
import { endOnSignals } from "./measure/signals.ts";
import { measureSpeed } from "./measure/speed.ts";
import { ROUND_TRIP_MS } from "./parts/deployed.ts";
import { skipped } from "./peers/start.ts";
import { writeReport } from "./report/report.ts";
import type { Results } from "./results.ts";

const MEASURES: {
	readonly [part in Part]: (options: BenchOptions) => Promise<Results[part]>;
} = {
	speed: measureSpeed,
	harm: measureHarm,
	curves: measureCurves,
	recovery: measureRecovery,
	lone: measureLone,
	memory: measureMemory,
	calls: measureCalls,
};

const options = readOptions(process.argv.slice(2));
const file = options.results ?? join(import.meta.dirname, "results.json");
endOnSignals();
for (const part of options.parts) {
	progress(`${part} …`);
	const measured = await MEASURES[part](options);
	// After each part: what comes later may fail.
	const before = await readFile(file, "utf8").catch(() => "{}");
	const results = { ...JSON.parse(before), ...frame(), [part]: measured };
	await writeFile(file, `${JSON.stringify(results, undefined, "\t")}\n`);
}
if (options.results === undefined)
	writeReport(JSON.parse(await readFile(file, "utf8")));
progress(`written to ${file}`);

function frame(): Omit<Results, Part> {
	return {
		measuredOn: new Date().toISOString(),
		machine: {
			cpu: cpus()[0]?.model ?? "unknown",
			cores: cpus().length,
			memoryGiB: Math.round(totalmem() / 2 ** 30),
			node: process.version,
			system: `${type()} ${release()}`,
		},
		settings: {
			roundTripMs: ROUND_TRIP_MS,
			dotMs: DOT_MS,
			environments: ENVIRONMENTS,
			runs: options.runs,
		},
		skipped: skipped(),
	};
}
