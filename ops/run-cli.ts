import { PACKAGE_VERSION } from "../core/contract.ts";
import { harmless } from "../core/harmless.ts";
import { nearest } from "../core/nearest.ts";
import { cancel } from "./commands/cancel.ts";
import { clock } from "./commands/clock.ts";
import { discard } from "./commands/discard.ts";
import { doctor } from "./commands/doctor.ts";
import { doubts } from "./commands/doubts.ts";
import { drill } from "./commands/drill.ts";
import { failed } from "./commands/failed.ts";
import { find } from "./commands/find.ts";
import { hold } from "./commands/hold.ts";
import { init } from "./commands/init.ts";
import { list } from "./commands/list.ts";
import { preview } from "./commands/preview.ts";
import { redrive } from "./commands/redrive.ts";
import { report } from "./commands/report.ts";
import { resolve } from "./commands/resolve.ts";
import { resume } from "./commands/resume.ts";
import { send } from "./commands/send.ts";
import { setOauth } from "./commands/set-oauth.ts";
import { setPassword } from "./commands/set-password.ts";
import { show } from "./commands/show.ts";
import { status } from "./commands/status.ts";
import { tail } from "./commands/tail.ts";
import { validate } from "./commands/validate.ts";
import { helpOf, helpText } from "./help/help.ts";
import { nowAt } from "./local/local-time.ts";
import { Misuse } from "./sender/target.ts";
import { OPS } from "./terminal/called-by.ts";
import type { Command, ExitCode, Io } from "./terminal/io.ts";
import { wrap } from "./terminal/wrap.ts";

export const COMMANDS: Readonly<Record<string, Command>> = {
	status,
	list,
	report,
	tail,
	hold,
	resume,
	cancel,
	drill,
	clock,
	send,
	"set-password": setPassword,
	"set-oauth": setOauth,
	init,
	validate,
	preview,
	failed,
	doubts,
	show,
	redrive,
	discard,
	resolve,
	find,
	doctor,
};

/** Runs a command line, without the program name. @returns 0 for success, 1 for a failure or a problem, 2 for incorrect usage. */
export async function runCli(
	[name, ...args]: readonly string[],
	anyIo: Io,
): Promise<ExitCode> {
	const io: Io = {
		...anyIo,
		now: await nowAt(args, anyIo),
		out: (text) => anyIo.out(harmless(text)),
		err: (text) => anyIo.err(harmless(text)),
		ask: (prompt) => anyIo.ask(harmless(prompt)),
	};
	if (name === "--version") {
		io.out(PACKAGE_VERSION);
		return 0;
	}
	const isHelp = name === "help" || isHelpOption(name);
	const asked = isHelp ? args[0] : args.some(isHelpOption) ? name : undefined;
	if (isHelp && asked === undefined) {
		io.out(wrap(helpText(COMMANDS), io.columns));
		return 0;
	}
	const command = COMMANDS[asked ?? name ?? ""];
	if (command === undefined) {
		io.err(wrap(unknownCommand(asked ?? name), io.columns));
		return 2;
	}
	if (asked !== undefined) {
		io.out(wrap(helpOf(asked, command), io.columns));
		return 0;
	}
	try {
		return await command.run(args, io);
	} catch (error) {
		const why = error instanceof Error ? error.message : String(error);
		io.err(wrap(why, io.columns));
		return error instanceof Misuse ? 2 : 1;
	}
}

function isHelpOption(word: string | undefined): boolean {
	return word === "--help" || word === "-h";
}

function unknownCommand(name: string | undefined): string {
	if (name === undefined) return helpText(COMMANDS);
	const meant = nearest(name, Object.keys(COMMANDS));
	const hint = meant === undefined ? "" : ` Did you mean ${meant}?`;
	return `There is no command ${name}.${hint} Type ${OPS} help`;
}
