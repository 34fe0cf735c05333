import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Results } from "../results.ts";
import { costChart } from "./charts/cost.ts";
import { curvesChart } from "./charts/curves.ts";
import { harmChart } from "./charts/harm.ts";
import { recoveryChart } from "./charts/recovery.ts";
import { speedChart } from "./charts/speed.ts";
import { fixedCost, monthCosts, VOLUMES } from "./cost/month.ts";
import { isMeasured, type Part } from "./parts.ts";
import { readme } from "./readme.ts";
import { soak } from "./sections/soak.ts";

const BENCH = join(import.meta.dirname, "..");
const ROOT = join(BENCH, "..");

/** Writes README.md and charts/ into the folder, and shows the soak that lies there. */
export function writeReport(results: Results, folder = BENCH): void {
	const fixed = fixedCost(readFileSync(join(ROOT, "README.md"), "utf8"));
	const charts = join(folder, "charts");
	mkdirSync(charts, { recursive: true });
	for (const [name, parts, draw] of chartsOf(results, fixed))
		if (parts.every((part) => isMeasured(results, part)))
			writeFileSync(join(charts, `${name}.svg`), draw());
	writeFileSync(
		join(folder, "README.md"),
		readme(results, { fixed, soak: soakIn(folder) }),
	);
}

function chartsOf(results: Results, fixed: number) {
	const charts: readonly (readonly [
		name: string,
		parts: readonly Part[],
		draw: () => string,
	])[] = [
		["speed", ["speed"], () => speedChart(results)],
		["harm", ["harm"], () => harmChart(results.harm)],
		["curves", ["curves"], () => curvesChart(results.curves)],
		["recovery", ["recovery"], () => recoveryChart(results.recovery)],
		[
			"cost",
			["calls", "lone"],
			() =>
				costChart(
					VOLUMES.map((aDay) => ({
						aDay,
						costs: monthCosts(results, fixed, aDay),
					})),
				),
		],
	];
	return charts;
}

function soakIn(folder: string): string | undefined {
	const file = join(folder, "soak.json");
	if (!existsSync(file)) return undefined;
	const found: unknown = JSON.parse(readFileSync(file, "utf8"));
	return soak(found, existsSync(join(folder, "charts", "soak.svg")));
}
