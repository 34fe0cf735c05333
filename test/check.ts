/** `npm run check`: types, lint and format, dead code, links in the documents, API.md. All run; one failure fails. */
import { spawn } from "node:child_process";

const STEPS: readonly (readonly string[])[] = [
	["tsc"],
	["tsc", "-p", "local/page/client"],
	["biome", "ci", "--error-on-warnings", "."],
	["knip"],
	["node", "test/links.ts"],
	["node", "infra/api/api.ts", "--check"],
];

/** Runs a step, and prints what it said when it is over. @returns whether it passed. */
function run([command = "", ...args]: readonly string[]): Promise<boolean> {
	return new Promise((resolve) => {
		const child = spawn(command, args, { stdio: ["ignore", "pipe", "pipe"] });
		let said = "";
		for (const stream of [child.stdout, child.stderr])
			stream.on("data", (chunk) => (said += chunk));
		child.on("error", (error) => (said += error.message));
		child.on("close", (code) => {
			console.log(`check: ${[command, ...args].join(" ")}\n${said}`.trim());
			resolve(code === 0);
		});
	});
}

const passed = await Promise.all(STEPS.map(run));
const failed = STEPS.filter((_step, index) => !passed[index]);
if (failed.length > 0) {
	console.error(`check: failed: ${failed.map((step) => step[0]).join(", ")}`);
	process.exitCode = 1;
}
