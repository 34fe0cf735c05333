import { exec } from "./commands/exec.ts";
import { gmailAlone } from "./commands/gmail.ts";
import { start } from "./commands/start.ts";
import { helpText } from "./help.ts";
import { parseCli, type Typed } from "./options.ts";

/** Runs what was typed; what is wrong with it is told in a sentence. */
export async function main(args: readonly string[]): Promise<void> {
	const typed = read(args);
	if (typed !== undefined) await run(typed).catch((error) => fail(error, 1));
}

function read(args: readonly string[]): Typed | undefined {
	try {
		return parseCli(args);
	} catch (error) {
		return fail(error, 2);
	}
}

async function run(typed: Typed): Promise<void> {
	switch (typed.verb) {
		case "help":
			return console.log(helpText(typed.of));
		case "exec":
			return exec(typed);
		case "gmail":
			return gmailAlone(typed);
		case "start":
			return start(typed);
	}
}

function fail(error: unknown, code: number): undefined {
	console.error(error instanceof Error ? error.message : String(error));
	process.exitCode = code;
}
