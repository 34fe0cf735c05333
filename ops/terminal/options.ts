import { type ParseArgsConfig, parseArgs } from "node:util";
import { nearest } from "../../core/nearest.ts";
import { Misuse, type TargetOptions, USUAL_PORT } from "../sender/target.ts";

const COMMON = {
	stack: { type: "string" },
	sender: { type: "string" },
	region: { type: "string" },
	local: { type: "boolean" },
	port: { type: "string" },
	json: { type: "boolean" },
} as const;

type Common = ReturnType<
	typeof parseArgs<{ readonly options: typeof COMMON }>
>["values"];

export const COMMON_USAGE =
	"[--stack NAME] [--sender NAME] [--region R] [--local [--port N]] [--json]";

/** Reads a command's options. @throws Misuse */
export function readOptions<
	Own extends NonNullable<ParseArgsConfig["options"]>,
>(args: readonly string[], own: Own) {
	const { values, positionals } = parse(args, own);
	const { stack, sender, region, local, port, json } = values as Common;
	const localPort = localPortOf(local, port);
	const target: TargetOptions = { stack, sender, region, localPort };
	return { values, positionals, target, json: json === true };
}

/** Rejects words that are not options. */
export function onlyOptions(
	example: string,
): (words: readonly string[]) => string {
	return (words) =>
		`Cannot use ${words.join(" ")}: specify only options, such as ${example}`;
}

function parse<Own extends NonNullable<ParseArgsConfig["options"]>>(
	args: readonly string[],
	own: Own,
) {
	try {
		return parseArgs({
			args,
			options: { ...COMMON, ...own },
			allowPositionals: true,
			strict: true,
		});
	} catch (error) {
		const why = error instanceof Error ? error.message : String(error);
		const [, strange] = /^Unknown option '--([^']*)'/s.exec(why) ?? [];
		throw new Misuse(
			strange === undefined
				? why
				: unknownOption(strange, Object.keys({ ...COMMON, ...own })),
		);
	}
}

function unknownOption(typed: string, known: readonly string[]): string {
	const meant = nearest(typed, known);
	return `There is no option --${typed}${meant === undefined ? `: specify one of ${known.map((name) => `--${name}`).join(", ")}` : `; did you mean --${meant}?`}`;
}

function localPortOf(
	local: boolean | undefined,
	port: string | undefined,
): number | undefined {
	if (port === undefined) return local === true ? USUAL_PORT : undefined;
	if (local !== true)
		throw new Misuse(
			"Cannot use --port without --local: it is the port of the local stack",
		);
	const number = Number(port);
	if (!Number.isInteger(number) || number < 1 || number > 65_535)
		throw new Misuse(
			`Cannot use --port ${port}: specify a number from 1 to 65535`,
		);
	return number;
}
