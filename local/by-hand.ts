import { writeFileSync } from "node:fs";
import { join } from "node:path";
import type { LeftOutFunction } from "local-aws";

/** Writes for each function that is not run a file for a shell, by which it can be run by hand. @returns lines that name them */
export function writeByHand(
	functions: readonly LeftOutFunction[],
	folder: string,
): readonly string[] {
	return functions.flatMap(({ name, why, environment }) => {
		const file = join(folder, `${name.replace(/[^\w-]/g, "_")}.sh`);
		writeFileSync(file, exportsOf(environment), { mode: 0o600 });
		return [
			`  By hand       ${name}, as ${why}. Its variables, for a shell:`,
			`                . ${file}`,
		];
	});
}

/** Variables as a POSIX shell reads them. */
export function exportsOf(
	environment: Readonly<Record<string, string>>,
): string {
	return Object.entries(environment)
		.filter(([key]) => /^[A-Za-z_]\w*$/.test(key))
		.map(
			([key, value]) => `export ${key}='${value.replaceAll("'", `'\\''`)}'\n`,
		)
		.join("");
}
