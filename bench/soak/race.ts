import { type ChildProcess, fork } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { type Soaked, sendRound } from "./course.ts";
import { CALM, type Race } from "./judge.ts";

const ROUNDS = 9;

/** Sends in turn with a new stack: what the machine does meanwhile happens to both. */
export async function raceFresh(count: number, soaked: Soaked): Promise<Race> {
	const { bench, samples } = soaked;
	const messagesARound = Math.round(count / (ROUNDS + 1));
	const child = fork(join(import.meta.dirname, "fresh-process.ts"), {
		stdio: ["ignore", "ignore", "ignore", "ipc"],
	});
	try {
		await answerOf(child);
		const fresh = async () => {
			child.send(messagesARound);
			return Number(await answerOf(child));
		};
		const old = () => sendRound(messagesARound, soaked);
		// Processes of both are new, and need a round until their code is compiled.
		bench.fn.stop();
		await old();
		await fresh();
		const race = { soaked: [] as number[], fresh: [] as number[] };
		for (let round = 0; round < ROUNDS; round += 1) {
			samples.stretch = CALM[2];
			race.soaked.push(await old());
			samples.stretch = "";
			race.fresh.push(await fresh());
		}
		return { ...race, messagesARound };
	} finally {
		if (child.connected) child.disconnect();
		if (child.exitCode === null) await once(child, "exit");
	}
}

/** @throws Error when it has ended. */
async function answerOf(child: ChildProcess): Promise<unknown> {
	const ended = new AbortController();
	const { signal } = ended;
	try {
		return await Promise.race([
			once(child, "message", { signal }).then(([message]) => message),
			once(child, "exit", { signal }).then(([code]) => {
				throw new Error(`The new stack has ended with ${code}`);
			}),
		]);
	} finally {
		ended.abort();
	}
}
