import type { ParseArgsConfig } from "node:util";
import type { Command, ExitCode, Io } from "../terminal/io.ts";
import { jsonText } from "../terminal/json-text.ts";
import { COMMON_USAGE, readOptions } from "../terminal/options.ts";
import {
	closeTarget,
	findTarget,
	flagsOf,
	Misuse,
	type Target,
	type TargetOptions,
} from "./target.ts";

type Options = NonNullable<ParseArgsConfig["options"]>;

/** A command for one sender: its usage, the checks of its input, and its action. */
export interface SenderCommand<Own extends Options, Asked> {
	/** Usage, without the options that every command has. */
	readonly usage: string;
	readonly does: string;
	readonly options: Own;
	/** Rejects words that are not options; without it, `read` receives them. */
	readonly stray?: (words: readonly string[]) => string;
	/** Checks the input, before the sender is looked up. @throws Misuse */
	read(
		typed: ReturnType<typeof readOptions<Own>>,
		io: Io,
	): Asked | Promise<Asked>;
	/** @returns the answer to print, or the exit code if it has printed its own output */
	run(at: AtSender, asked: Asked): Promise<CommandAnswer | ExitCode>;
}

export interface AtSender {
	readonly target: Target;
	/** The options as typed. */
	readonly named: TargetOptions;
	/** Options that identify this sender, for a command to type next. */
	readonly flags: string;
	readonly json: boolean;
	readonly io: Io;
}

export interface CommandAnswer {
	/** false: exit code 1. */
	readonly ok: boolean;
	readonly message: string;
	/** What `--json` prints; by default the answer itself. */
	readonly json?: unknown;
}

/** Creates a command that first finds its sender, and that closes its connections at the end. */
export function onSender<Own extends Options, Asked>({
	usage,
	does,
	options,
	stray,
	read,
	run,
}: SenderCommand<Own, Asked>): Command {
	return {
		usage: `${usage} ${COMMON_USAGE} — ${does}`,
		async run(args, io) {
			const typed = readOptions(args, options);
			const { positionals, target: named, json } = typed;
			if (stray !== undefined && positionals.length > 0)
				throw new Misuse(stray(positionals));
			const asked = await read(typed, io);
			const target = await findTarget(named);
			try {
				const flags = flagsOf(named, target);
				const answer = await run({ target, named, flags, json, io }, asked);
				if (typeof answer === "number") return answer;
				io.out(json ? jsonText(answer.json ?? answer) : answer.message);
				return answer.ok ? 0 : 1;
			} finally {
				closeTarget(target);
			}
		},
	};
}
