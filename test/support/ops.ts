import { readFile } from "node:fs/promises";
import { setTimeout as sleep } from "node:timers/promises";
import { runCli } from "../../ops/run-cli.ts";
import { findTarget, Misuse, type Target } from "../../ops/sender/target.ts";
import type { Command, Io } from "../../ops/terminal/io.ts";
import type { Harness } from "./harness.ts";

export interface OpsResult {
	readonly code: number;
	readonly out: string;
	readonly err: string;
}

/** A terminal of the test's: nothing waits for real, and `answers` are what is typed. */
export function testIo(answers: readonly string[] = []) {
	const written = { out: "", err: "" };
	const left = [...answers];
	const io: Io = {
		out: (text) => (written.out += `${text}\n`),
		err: (text) => (written.err += `${text}\n`),
		ask: async () => left.shift() ?? "",
		isTerminal: answers.length > 0,
		columns: Number.POSITIVE_INFINITY,
		user: "ann",
		readSecret: async () => "",
		readFile: async () => "",
		readFolder: async () => undefined,
		writeFile: async () => {},
		now: () => Date.now(),
		sleep: async () => {},
	};
	return { io, written };
}

/** Types a command line, with what is piped into it, in this process. */
export async function typeOps(
	args: readonly string[],
	input = "",
): Promise<OpsResult> {
	const { io, written } = testIo();
	const code = await runCli(args, {
		...io,
		readSecret: async () => input,
		readFile: (path) =>
			path === "-" ? Promise.resolve(input) : readFile(path, "utf8"),
		sleep: (ms) => sleep(ms),
	});
	return { code, ...written };
}

/** The options that name a local stack. */
export function localFlags(stack: Harness): readonly string[] {
	return ["--local", "--port", String(stack.local.aws.port)];
}

/** Runs a command against a local stack, as the command line does. */
export async function runOps(
	stack: Harness,
	command: Command,
	args: readonly string[],
	answers: readonly string[] = [],
): Promise<OpsResult> {
	const { io, written } = testIo(answers);
	try {
		const code = await command.run([...args, ...localFlags(stack)], io);
		return { code, ...written };
	} catch (error) {
		if (!(error instanceof Misuse)) throw error;
		return { code: 2, ...written, err: `${written.err}${error.message}` };
	}
}

export function targetOf(stack: Harness): Promise<Target> {
	return findTarget({ localPort: stack.local.aws.port });
}
