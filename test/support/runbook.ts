import { readFileSync } from "node:fs";
import { join } from "node:path";

const RUNBOOK = readFileSync(
	join(import.meta.dirname, "..", "..", "docs", "runbook.md"),
	"utf8",
);
const COMMAND = /`((?:aws|npm run ops --) [^`]+)`/g;

export interface Step {
	readonly text: string;
	/** What is to be typed at this step, as written. */
	readonly commands: readonly string[];
}

export interface Section {
	readonly steps: readonly Step[];
	/** Commands under *Over when*. */
	readonly over: readonly string[];
}

/** The section of an alarm, by its id. */
export function sectionOf(id: string): Section {
	const [, rest] = RUNBOOK.split(`\n## ${id}\n`);
	if (rest === undefined) throw new Error(`the runbook has no section ${id}`);
	const [text = ""] = rest.split("\n## ");
	const over = text.slice(text.indexOf("**Over when**"));
	return {
		steps: [...text.matchAll(/^\d+\. (.*)$/gm)].map(([, line = ""]) => ({
			text: line,
			commands: commandsIn(line),
		})),
		over: commandsIn(over),
	};
}

/** The command of the introduction that prints the sender's own names. */
export function namesCommand(): string {
	const [, command] = /```bash\n(.*)\n```/.exec(introduction()) ?? [];
	if (command === undefined) throw new Error("the runbook tells no names");
	return command;
}

/** The other commands of the introduction. */
export function generalCommands(): readonly string[] {
	return commandsIn(introduction().replace(/```[\s\S]*?```/, ""));
}

function introduction(): string {
	return RUNBOOK.slice(0, RUNBOOK.indexOf("\n## "));
}

function commandsIn(text: string): readonly string[] {
	return [...text.matchAll(COMMAND)].map(([, command = ""]) => command);
}
