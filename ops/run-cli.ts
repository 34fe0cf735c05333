import { harmless } from "../core/harmless.ts";
import { cancel } from "./commands/cancel.ts";
import { discard } from "./commands/discard.ts";
import { doctor } from "./commands/doctor.ts";
import { doubts } from "./commands/doubts.ts";
import { drill } from "./commands/drill.ts";
import { failed } from "./commands/failed.ts";
import { find } from "./commands/find.ts";
import { hold } from "./commands/hold.ts";
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
import { validate } from "./commands/validate.ts";
import { Misuse } from "./sender/target.ts";
import type { Command, ExitCode, Io } from "./terminal/io.ts";

const COMMANDS: Readonly<Record<string, Command>> = {
	status,
	list,
	report,
	hold,
	resume,
	cancel,
	drill,
	send,
	"set-password": setPassword,
	"set-oauth": setOauth,
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

/** Runs a command line without its program. @returns 0, or 2 for what was typed wrong, or 1 for what failed or is not well. */
export async function runCli(
	[name, ...args]: readonly string[],
	anyIo: Io,
): Promise<ExitCode> {
	const io: Io = {
		...anyIo,
		out: (text) => anyIo.out(harmless(text)),
		err: (text) => anyIo.err(harmless(text)),
		ask: (prompt) => anyIo.ask(harmless(prompt)),
	};
	const command = name === undefined ? undefined : COMMANDS[name];
	if (command === undefined) {
		const asked = name === undefined || name === "help" || name === "--help";
		if (!asked) io.err(`There is no command ${name}.`);
		io[name === undefined || !asked ? "err" : "out"](
			`Commands:\n${Object.values(COMMANDS)
				.map(({ usage }) => `  ${usage}`)
				.join("\n")}`,
		);
		return asked && name !== undefined ? 0 : 2;
	}
	if (args.includes("--help")) {
		io.out(command.usage);
		return 0;
	}
	try {
		return await command.run(args, io);
	} catch (error) {
		io.err(error instanceof Error ? error.message : String(error));
		return error instanceof Misuse ? 2 : 1;
	}
}
