/** `npm run check`: types, lint and format, dead code, links in the documents. All run; one failure fails. */
import { spawnSync } from "node:child_process";

const STEPS: readonly (readonly string[])[] = [
	["tsc"],
	["biome", "ci", "--error-on-warnings", "."],
	["knip"],
	["node", "test/links.ts"],
];

const failed = STEPS.filter(([command = "", ...args]) => {
	console.log(`check: ${[command, ...args].join(" ")}`);
	return spawnSync(command, args, { stdio: "inherit" }).status !== 0;
});
if (failed.length > 0) {
	console.error(`check: failed: ${failed.map((step) => step[0]).join(", ")}`);
	process.exitCode = 1;
}
