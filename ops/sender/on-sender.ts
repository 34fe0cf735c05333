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

/** What is typed for a command about one sender, what is checked first, and what it does there. */
export interface SenderCommand<Own extends Options, Asked> {
	/** Up to the options that every command has. */
	readonly usage: string;
	readonly does: string;
	readonly options: Own;
	/** Says what is wrong with words beside the options; without it they are for `read`. */
	readonly stray?: (words: readonly string[]) => string;
	/** Checks what was typed, before the sender is looked for. @throws Misuse */
	read(
		typed: ReturnType<typeof readOptions<Own>>,
		io: Io,
	): Asked | Promise<Asked>;
	/** @returns what to print, or the exit code of what it has printed itself */
	run(at: AtSender, asked: Asked): Promise<CommandAnswer | ExitCode>;
}

export interface AtSender {
	readonly target: Target;
	/** As it was typed. */
	readonly named: TargetOptions;
	/** What names this sender again, for a command to type next. */
	readonly flags: string;
	readonly json: boolean;
	readonly io: Io;
}

export interface CommandAnswer {
	/** false: exit code 1. */
	readonly ok: boolean;
	readonly message: string;
	/** What `--json` prints; without it the answer itself. */
	readonly json?: unknown;
}

/** A command that finds its sender first, and leaves no connection open. */
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
