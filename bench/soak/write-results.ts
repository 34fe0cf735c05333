import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { chartOf } from "./chart.ts";
import type { SoakResults } from "./results.ts";

export async function writeResults(results: SoakResults): Promise<void> {
	const folder = join(import.meta.dirname, "..");
	await mkdir(join(folder, "charts"), { recursive: true });
	await writeFile(join(folder, "soak.json"), `${textOf(results)}\n`);
	await writeFile(join(folder, "charts", "soak.svg"), chartOf(results));
}

/** One line for each second, as a person would write it. */
function textOf({ series, marks, ...rest }: SoakResults): string {
	const lines = (rows: readonly object[]) =>
		`[\n${rows.map((row) => `\t\t${JSON.stringify(row)}`).join(",\n")}\n\t]`;
	const head = JSON.stringify(rest, undefined, "\t").replace(/\n\}$/, "");
	return `${head},\n\t"series": ${lines(series)},\n\t"marks": ${lines(marks)}\n}`;
}
