import { setTimeout as sleep } from "node:timers/promises";
import type { SqsQueue } from "local-aws";
import { type Deployed, startDeployed } from "../parts/deployed.ts";
import { cpuTimes } from "../parts/processes.ts";
import { startSender } from "../parts/sender.ts";
import type { Runner, RunnerSettings } from "./runner.ts";

const LOOK_EVERY_MS = 5;
/** What is on its way between two processes is seen by one of several looks. */
const LOOKS = 4;
const MINUTE_MS = 60_000;
/** The clock goes in single minutes for so long, then in steps of five. */
const FINE_MINUTES = 120;
/** Nothing comes any more when nothing has changed for so long: limits of Google end after a day. */
const UNCHANGED_MINUTES = 26 * 60;

export type LambdaRunner = Runner & { readonly deployed: Deployed };

/** What is deployed to AWS: this repository's sender, and the two that one would build instead. */
export async function startLambda(
	who: "ours" | "naive" | "powertools",
	{ connections, dotMs }: RunnerSettings,
): Promise<LambdaRunner> {
	const deployed =
		who === "ours"
			? await startSender({ connections, dotMs })
			: await startDeployed({
					app: "bench/peers/app.ts",
					context: { peer: who, connections },
					dotMs,
				});
	const { fn, mapping, gmail, queue, deadLetterQueue } = deployed;
	const pids = () => fn.environments.flatMap(({ pid }) => pid ?? []);
	return {
		who,
		deployed,
		gmail,
		fill: (mails) => deployed.fill(mails.map((mail) => JSON.stringify(mail))),
		go: () => mapping.enable(),
		async rest() {
			await mapping.disable();
			while (fn.busy) await sleep(LOOK_EVERY_MS);
		},
		cpu: () => cpuTimes(pids()),
		billedMs: () => fn.billedMs,
		victims: () =>
			fn.environments
				.filter(({ busy }) => busy)
				.flatMap(({ pid }) => pid ?? []),
		settle: () => settle(deployed),
		async left() {
			return {
				waiting: idsIn(queue),
				givenUp: idsIn(deadLetterQueue),
			};
		},
		stop: () => deployed.stop(),
	};
}

/** Moves the clock until the queue is empty, or nothing changes any more. */
async function settle(deployed: Deployed): Promise<void> {
	const { gmail, queue, deadLetterQueue, local } = deployed;
	await quiet(deployed);
	let before = "";
	for (let passed = 0, unchanged = 0; unchanged < UNCHANGED_MINUTES; ) {
		if (idsIn(queue).size === 0) return;
		const step = passed < FINE_MINUTES ? 1 : 5;
		local.aws.advance(step * MINUTE_MS);
		await quiet(deployed);
		passed += step;
		const now = `${gmail.log.accepted.length} ${idsIn(deadLetterQueue).size}`;
		unchanged = now === before ? unchanged + step : 0;
		before = now;
	}
}

/** Waits until nothing lies ready for a poller, and nothing is at work. */
export async function quiet({
	queue,
	mapping,
	local,
}: Deployed): Promise<void> {
	for (let looks = 0; looks < LOOKS; ) {
		queue.processTimers();
		const isIdle =
			(!mapping.enabled || queue.messages.length === 0) && !local.aws.busy;
		looks = isIdle ? looks + 1 : 0;
		await sleep(LOOK_EVERY_MS);
	}
}

function idsIn(queue: SqsQueue): ReadonlySet<string> {
	const bodies = [
		...queue.messages,
		...queue.delayedMessages,
		...[...queue.inflightMessages.values()].map(({ message }) => message),
	].map(({ body }) => body);
	return new Set(bodies.map((body) => String(JSON.parse(body).id)));
}
