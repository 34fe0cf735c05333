import { type ParseArgsConfig, parseArgs } from "node:util";
import { Misuse, type TargetOptions } from "../sender/target.ts";
import { takeOptionalNumber } from "./optional-number.ts";

const COMMON = {
	stack: { type: "string" },
	sender: { type: "string" },
	region: { type: "string" },
	local: { type: "boolean" },
	json: { type: "boolean" },
} as const;

export const COMMON_USAGE =
	"[--stack NAME] [--sender NAME] [--region R] [--local [PORT]] [--json]";

/** Of the local stack's AWS endpoint. */
export const USUAL_PORT = 4566;

/** Reads a command's options; `--local` may be followed by a port. @throws Misuse */
export function readOptions<
	Own extends NonNullable<ParseArgsConfig["options"]>,
>(args: readonly string[], own: Own) {
	const { rest, localPort } = takeLocalPort(args);
	try {
		const { values, positionals } = parseArgs({
			args: rest,
			options: { ...COMMON, ...own },
			allowPositionals: true,
			strict: true,
		});
		const common = values as {
			stack?: string;
			sender?: string;
			region?: string;
			json?: boolean;
		};
		const target: TargetOptions = {
			stack: common.stack,
			sender: common.sender,
			region: common.region,
			localPort,
		};
		return { values, positionals, target, json: common.json === true };
	} catch (error) {
		throw new Misuse(error instanceof Error ? error.message : String(error));
	}
}

function takeLocalPort(args: readonly string[]): {
	rest: string[];
	localPort: number | undefined;
} {
	const { rest, text: given } = takeOptionalNumber(args, "--local");
	if (given === undefined) return { rest, localPort: undefined };
	const text = given === "" ? String(USUAL_PORT) : given;
	const port = Number(text);
	if (!Number.isInteger(port) || port < 1 || port > 65_535)
		throw new Misuse(
			`Cannot use --local ${text}: allowed is a port from 1 to 65535`,
		);
	return { rest, localPort: port };
}
