import { execFile, spawnSync } from "node:child_process";
import { existsSync, rmSync } from "node:fs";
import {
	chmod,
	mkdir,
	mkdtemp,
	readFile,
	rm,
	writeFile,
} from "node:fs/promises";
import { type AddressInfo, createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { promisify } from "node:util";
import { createTransport } from "nodemailer";
import { LOCAL_APP_PASSWORD } from "../../local/run.ts";
import { startLookAlike } from "../parts/look-alike.ts";
import { MAILBOX, type Mail } from "../parts/mail.ts";
import { cpuTimes, processTree } from "../parts/processes.ts";
import { logFile, mainCf, masterCf } from "./postfix-config.ts";
import type { Runner, RunnerSettings } from "./runner.ts";

const run = promisify(execFile);
const POSTFIX = "/usr/sbin/postfix";
const LOOK_EVERY_MS = 100;
const SUBMITTERS = 10;
/** So long nothing may change after a flush before it is over … */
const UNCHANGED_MS = 10_000;
/** … and so many flushes may change nothing. */
const FLUSHES = 4;

/** Why it can't be measured here; undefined: it can. */
export function whyNoPostfix(): string | undefined {
	if (!existsSync(POSTFIX))
		return "Postfix is not installed: apt-get install postfix libsasl2-modules";
	if (process.getuid?.() !== 0) return "Postfix has to be started by root";
	return undefined;
}

/** Debian's Postfix as a relay, in folders of its own; everything is removed at the end. */
export async function startPostfix({
	connections,
	dotMs,
}: RunnerSettings): Promise<Runner> {
	const server = await startLookAlike(dotMs);
	const folder = await mkdtemp(join(tmpdir(), "sqs-gmail-sender-postfix-"));
	const command = (name: string, ...args: string[]) =>
		run(`/usr/sbin/${name}`, ["-c", folder, ...args], {
			maxBuffer: 100_000_000,
		});
	// Its master is a daemon, which would outlive a bench that is broken off.
	const stopNow = () => {
		spawnSync(POSTFIX, ["-c", folder, "abort"]);
		rmSync(folder, { recursive: true, force: true });
	};
	process.once("exit", stopNow);
	const stop = async () => {
		process.off("exit", stopNow);
		await command("postfix", "stop").catch(() => {});
		await rm(folder, { recursive: true, force: true });
		await server.stop();
	};
	try {
		const port = await freePort();
		const caFile = join(folder, "ca.pem");
		await writeFile(caFile, server.ca);
		const settings = {
			folder,
			port,
			relayPort: server.port,
			caFile,
			user: MAILBOX,
			pass: LOCAL_APP_PASSWORD,
			connections: 2 * connections,
		};
		await writeFile(join(folder, "main.cf"), mainCf(settings));
		await writeFile(join(folder, "master.cf"), masterCf(settings));
		// Its processes run as another user.
		await chmod(folder, 0o755);
		for (const name of ["queue", "data"]) await mkdir(join(folder, name));
		await run("chown", ["postfix", join(folder, "data")]);
		await command("postfix", "start");
		const master = Number(
			await readFile(join(folder, "queue/pid/master.pid"), "utf8"),
		);
		return runnerOf({
			gmail: server.gmail,
			folder,
			port,
			master,
			command,
			stop,
		});
	} catch (error) {
		await stop();
		throw error;
	}
}

interface Started {
	readonly gmail: Runner["gmail"];
	readonly folder: string;
	readonly port: number;
	/** Process id of its master. */
	readonly master: number;
	readonly command: (
		name: string,
		...args: string[]
	) => Promise<{ readonly stdout: string }>;
	readonly stop: () => Promise<void>;
}

function runnerOf(started: Started): Runner {
	const { gmail, folder, port, master, command, stop } = started;
	let mails: readonly Mail[] = [];
	let submitted = Promise.resolve();
	const tree = () => processTree(master);
	async function waiting(): Promise<ReadonlySet<string>> {
		const { stdout } = await command("postqueue", "-j");
		const ids = stdout.matchAll(/"address": "([^"@]+)@/g);
		return new Set([...ids].map(([, id = ""]) => id));
	}
	async function givenUp(): Promise<ReadonlySet<string>> {
		const log = await readFile(logFile(folder), "utf8");
		const ids = log.matchAll(/ to=<([^@>]+)@[^\n]* status=bounced/g);
		return new Set([...ids].map(([, id = ""]) => id));
	}
	/** Waits until the queue is empty, or nothing has changed for so long. */
	async function drained(mostMs: number): Promise<boolean> {
		let before = "";
		for (let changedAt = performance.now(); ; await sleep(LOOK_EVERY_MS)) {
			const { size } = await waiting();
			if (size === 0) return true;
			const now = `${size} ${gmail.log.accepted.length}`;
			if (now !== before) changedAt = performance.now();
			before = now;
			if (performance.now() - changedAt > mostMs) return false;
		}
	}
	return {
		who: "postfix",
		gmail,
		async fill(given) {
			mails = given;
		},
		go() {
			submitted = submit(mails, port);
		},
		async rest() {
			await submitted;
			await drained(UNCHANGED_MS);
		},
		cpu: () => cpuTimes(tree().map(({ pid }) => pid)),
		billedMs: () => undefined,
		victims: () =>
			tree()
				.filter(({ name }) => name === "smtp")
				.map(({ pid }) => pid),
		async settle() {
			await submitted;
			// Its clock cannot be moved: what waits for another attempt is told to go now.
			for (let flushes = 0; flushes < FLUSHES; flushes += 1) {
				if (await drained(UNCHANGED_MS)) return;
				await command("postqueue", "-f");
			}
		},
		left: async () => ({ waiting: await waiting(), givenUp: await givenUp() }),
		stop,
	};
}

/** Hands mails over by SMTP, a few at a time. */
async function submit(mails: readonly Mail[], port: number): Promise<void> {
	const pool = createTransport({
		host: "127.0.0.1",
		port,
		ignoreTLS: true,
		pool: true,
		maxConnections: SUBMITTERS,
		maxMessages: Number.POSITIVE_INFINITY,
	});
	await Promise.all(
		mails.map(({ to, subject, text }) =>
			pool.sendMail({ from: MAILBOX, to: [to].flat(), subject, text }),
		),
	);
	pool.close();
}

/** Postfix's master.cf needs a number. */
async function freePort(): Promise<number> {
	const server = createServer();
	await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
	const { port } = server.address() as AddressInfo;
	await new Promise((resolve) => server.close(resolve));
	return port;
}
