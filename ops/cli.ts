#!/usr/bin/env node
import { doctor } from "./commands/doctor.ts";
import { send } from "./commands/send.ts";
import { setPassword } from "./commands/set-password.ts";
import { status } from "./commands/status.ts";
import { validate } from "./commands/validate.ts";
import type { Command, ExitCode, Io } from "./io.ts";
import { Misuse } from "./target.ts";
import { terminal } from "./terminal.ts";

const COMMANDS: Readonly<Record<string, Command>> = {
	status,
	send,
	"set-password": setPassword,
	validate,
	doctor,
};

process.exitCode = await main(process.argv.slice(2), terminal);

async function main(
	[name, ...args]: readonly string[],
	io: Io,
): Promise<ExitCode> {
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
