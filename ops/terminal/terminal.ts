import { readdir, readFile, writeFile } from "node:fs/promises";
import { userInfo } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline/promises";
import { Writable } from "node:stream";
import { text } from "node:stream/consumers";
import type { Io } from "./io.ts";
import { painted } from "./paint.ts";

const USUAL_COLUMNS = 100;

/** The real terminal. */
export const terminal: Io = {
	out: (line) => console.log(painted(line)),
	err: (line) => console.error(line),
	readFile: async (path) =>
		path === "-" ? text(process.stdin) : readFile(path, "utf8"),
	readFolder,
	writeFile: (path, content) => writeFile(path, content),
	readSecret: (prompt) =>
		process.stdin.isTTY ? readWithoutEcho(prompt) : text(process.stdin),
	ask,
	isTerminal: process.stdin.isTTY === true,
	// A pipe has no width: COLUMNS overrides the default there.
	columns:
		process.stdout.columns || Number(process.env.COLUMNS) || USUAL_COLUMNS,
	user: userName(),
	now: () => Date.now(),
	sleep: (ms) => new Promise((resolve) => setTimeout(resolve, ms)),
};

async function readFolder(path: string) {
	const entries = await readdir(path, { withFileTypes: true }).catch(
		() => undefined,
	);
	if (entries === undefined) return undefined;
	const files = entries
		.filter(({ name }) => !name.startsWith("."))
		.map(
			async (entry): Promise<[string, string]> =>
				entry.isDirectory()
					? [`${entry.name}/`, ""]
					: [entry.name, await readFile(join(path, entry.name), "utf8")],
		);
	return Object.fromEntries(await Promise.all(files));
}

// The user of a container may have a number and no name.
function userName(): string {
	try {
		return userInfo().username;
	} catch {
		return process.env.USER ?? "unknown";
	}
}

async function ask(prompt: string): Promise<string> {
	const lines = createInterface({
		input: process.stdin,
		output: process.stderr,
	});
	try {
		return (await lines.question(prompt)).trim();
	} finally {
		lines.close();
	}
}

/** Node.js edits the line; its output is discarded. */
async function readWithoutEcho(prompt: string): Promise<string> {
	process.stderr.write(prompt);
	const lines = createInterface({
		input: process.stdin,
		output: new Writable({ write: (_chunk, _encoding, done) => done() }),
		terminal: true,
		historySize: 0,
	});
	const cancelled = new Promise<never>((_resolve, reject) => {
		lines.once("close", () =>
			reject(new Error("Cancelled: nothing was stored")),
		);
	});
	try {
		return await Promise.race([lines.question(""), cancelled]);
	} finally {
		lines.close();
		process.stderr.write("\n");
	}
}
