import { type ChildProcess, fork } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { LOCAL_APP_PASSWORD } from "../../local/run.ts";
import { startLookAlike } from "../parts/look-alike.ts";
import { MAILBOX, type Mail } from "../parts/mail.ts";
import { cpuTimes } from "../parts/processes.ts";
import type { FromPool, PoolMail } from "./pool-messages.ts";
import type { Left, Runner, RunnerSettings } from "./runner.ts";

const LOOK_EVERY_MS = 10;
const PROCESS = join(import.meta.dirname, "pool-process.ts");

export type PoolRunner = Runner & {
	/** Mails with a file of so many bytes each. */
	attach(bytes: number | undefined): void;
	/** When the last mail was given to nodemailer, epoch ms. */
	readonly startedAt: number;
	/** Ends its process and starts a fresh one, with nodemailer loaded and nothing connected. */
	renew(): Promise<void>;
};

/** nodemailer's own pool, fed from memory, with the connections of both environments. */
export async function startPool({
	connections,
	dotMs,
	environments = 2,
}: RunnerSettings & {
	readonly environments?: number;
}): Promise<PoolRunner> {
	const server = await startLookAlike(dotMs);
	const underWay = new Set<string>();
	const dropped = new Set<string>();
	let mails: readonly Mail[] = [];
	let bytes: number | undefined;
	let startedAt = 0;
	let child: ChildProcess;

	async function start(): Promise<void> {
		child = fork(PROCESS, { stdio: ["ignore", "ignore", "inherit", "ipc"] });
		await once(child, "message");
		child.on("message", (message: FromPool) => {
			if (message === "ready") return;
			underWay.delete(message.id);
			if (!message.isSent) dropped.add(message.id);
			startedAt = message.startedAt;
		});
		// What was in its memory is nowhere.
		child.on("exit", () => underWay.clear());
	}
	async function end(): Promise<void> {
		if (child.exitCode !== null || child.signalCode !== null) return;
		child.kill("SIGKILL");
		await once(child, "exit");
	}
	async function rest(): Promise<void> {
		while (underWay.size > 0) await sleep(LOOK_EVERY_MS);
	}

	try {
		await start();
	} catch (error) {
		await server.stop();
		throw error;
	}
	return {
		who: "pool",
		gmail: server.gmail,
		attach(size) {
			bytes = size;
		},
		get startedAt() {
			return startedAt;
		},
		async renew() {
			await end();
			await start();
		},
		async fill(given) {
			mails = given;
		},
		go() {
			for (const { id } of mails) underWay.add(id);
			child.send({
				port: server.port,
				ca: server.ca,
				user: MAILBOX,
				pass: LOCAL_APP_PASSWORD,
				connections: environments * connections,
				mails: mails.map((mail) => poolMail(mail, bytes)),
			});
		},
		rest,
		cpu: () => cpuTimes([child.pid ?? 0]),
		billedMs: () => undefined,
		victims: () => (underWay.size > 0 ? [child.pid ?? 0] : []),
		settle: rest,
		async left(): Promise<Left> {
			return { waiting: new Set(), givenUp: dropped };
		},
		async stop() {
			await end();
			await server.stop();
		},
	};
}

function poolMail(
	{ id, to, subject, text }: Mail,
	bytes: number | undefined,
): PoolMail {
	return { id, to: [to].flat(), subject, text, bytes };
}
