#!/usr/bin/env node
/** `npm start`, and the command of the package: runs what was typed. */
import { start } from "./commands/start.ts";
import { helpText } from "./help.ts";
import { parseCli, type Typed } from "./options.ts";

const typed = read(process.argv.slice(2));
if (typed !== undefined) await run(typed).catch((error) => fail(error, 1));

function read(args: readonly string[]): Typed | undefined {
	try {
		return parseCli(args);
	} catch (error) {
		return fail(error, 2);
	}
}

async function run(asked: Typed): Promise<void> {
	switch (asked.verb) {
		case "help":
			return console.log(helpText(asked.of));
		default:
			return start(asked);
	}
}

function fail(error: unknown, code: number): undefined {
	console.error(error instanceof Error ? error.message : String(error));
	process.exitCode = code;
}
