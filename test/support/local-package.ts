import { type ChildProcess, execFileSync, spawn } from "node:child_process";
import {
	globSync,
	mkdirSync,
	mkdtempSync,
	readdirSync,
	readFileSync,
	symlinkSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, dirname, join } from "node:path";
import { link } from "./packed.ts";

const ROOT = join(import.meta.dirname, "..", "..");
const NAME = "sqs-gmail-sender-local";
const COMMAND = join("node_modules", ".bin", NAME);

/** Packs `sqs-gmail-sender-local` and unpacks it as npm would install it, its dependencies linked from here. */
export function installLocal(project: string, folder: string): void {
	const place = join(folder, "local");
	execFileSync(
		process.execPath,
		[join(ROOT, "infra", "pack", "pack-local.ts"), place],
		{ stdio: ["ignore", "ignore", "inherit"] },
	);
	execFileSync("npm", ["pack", place, "--pack-destination", folder], {
		stdio: "ignore",
	});
	const [archive = ""] = globSync(join(folder, `${NAME}-*.tgz`));
	const home = join(project, "node_modules", NAME);
	mkdirSync(home, { recursive: true });
	execFileSync("tar", ["-xzf", archive, "-C", home, "--strip-components=1"]);
	const { dependencies, bin } = JSON.parse(
		readFileSync(join(home, "package.json"), "utf8"),
	);
	link(project, Object.keys(dependencies));
	mkdirSync(dirname(join(project, COMMAND)), { recursive: true });
	symlinkSync(join(home, bin[NAME]), join(project, COMMAND));
}

/** A command of the package under way, in a process group of its own, as a terminal starts it. */
export class Typed {
	readonly child: ChildProcess;
	/** Where it keeps what it writes for itself. */
	readonly temporary: string;
	readonly exit: Promise<number | null>;
	out = "";
	err = "";

	constructor(project: string, args: readonly string[]) {
		this.temporary = mkdtempSync(join(tmpdir(), "sqs-gmail-sender-typed-"));
		this.child = spawn(COMMAND, args, {
			cwd: project,
			detached: true,
			stdio: ["ignore", "pipe", "pipe"],
			env: {
				PATH: [dirname(process.execPath), process.env.PATH].join(delimiter),
				HOME: this.temporary,
				TMPDIR: this.temporary,
				NODE_COMPILE_CACHE: process.env.NODE_COMPILE_CACHE,
				npm_config_offline: "true",
			},
		});
		this.child.stdout?.on("data", (chunk) => (this.out += chunk));
		this.child.stderr?.on("data", (chunk) => (this.err += chunk));
		this.exit = new Promise((resolve) => this.child.on("close", resolve));
	}

	/** Ctrl-C in its terminal. */
	interrupt(signal: NodeJS.Signals = "SIGINT"): void {
		process.kill(-this.#group, signal);
	}

	/** Whether anything that it started is there. */
	get isAlive(): boolean {
		try {
			process.kill(-this.#group, 0);
			return true;
		} catch {
			return false;
		}
	}

	/** Names of what it has written for itself. */
	get left(): readonly string[] {
		return readdirSync(this.temporary).filter((name) =>
			name.startsWith("sqs-gmail-sender-"),
		);
	}

	/** Waits until its stderr has this text, `times` times. @throws Error when it ends before. */
	async says(text: string, times = 1): Promise<void> {
		let ended = false;
		void this.exit.then(() => (ended = true));
		while (this.err.split(text).length <= times) {
			if (ended)
				throw new Error(`it ended without "${text}":\n${this.err}${this.out}`);
			await new Promise((resolve) => setTimeout(resolve, 20));
		}
	}

	/** The first line of its stdout, as JSON. @throws Error when it ends before. */
	// biome-ignore lint/suspicious/noExplicitAny: what a program prints
	async line(): Promise<any> {
		let ended = false;
		void this.exit.then(() => (ended = true));
		while (!this.out.includes("\n")) {
			if (ended) throw new Error(`it ended:\n${this.err}`);
			await new Promise((resolve) => setTimeout(resolve, 20));
		}
		return JSON.parse(this.out);
	}

	get #group(): number {
		const { pid } = this.child;
		if (pid === undefined) throw new Error("it did not start");
		return pid;
	}
}
