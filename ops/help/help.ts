import { OPS } from "../terminal/called-by.ts";
import type { Command } from "../terminal/io.ts";
import { GROUPS, OPTION_TEXTS } from "./texts.ts";

type Commands = Readonly<Record<string, Command>>;

/** Every command in its group, with an example. */
export function helpText(commands: Commands): string {
	const groups = Object.entries(GROUPS).map(([title, examples]) =>
		[
			`${title}:`,
			...Object.entries(examples).flatMap(([verb, example]) => [
				`  ${verb.padEnd(WIDTH)}  ${doesOf(commands[verb])}`,
				`  ${"".padEnd(WIDTH)}  ${OPS} ${example}`,
			]),
		].join("\n"),
	);
	return [
		`Options of one command: ${OPS} help VERB`,
		...groups,
		"Exit codes: 0 fine, 1 trouble, 2 misuse.",
	].join("\n\n");
}

/** One command with each of its options. */
export function helpOf(verb: string, command: Command): string {
	const [usage = ""] = command.usage.split(DOES);
	const options = [...new Set(usage.match(/(?<=--)[a-z-]+/g))];
	const width = Math.max(0, ...options.map((name) => name.length));
	return [
		`Usage:  ${usage.replace(/ +/g, " ")}`,
		`${doesOf(command).replace(/^./, (first) => first.toUpperCase())}.`,
		...(options.length === 0
			? []
			: [
					options
						.map(
							(name) =>
								`  --${name.padEnd(width)}  ${OPTION_TEXTS[name] ?? ""}`,
						)
						.join("\n"),
				]),
		`For example: ${OPS} ${exampleOf(verb)}`,
	].join("\n\n");
}

const WIDTH = 12;
const DOES = " — ";

function doesOf(command: Command | undefined): string {
	return command?.usage.split(DOES)[1] ?? "";
}

function exampleOf(verb: string): string {
	return Object.assign({}, ...Object.values(GROUPS))[verb] ?? verb;
}
