import { setTimeout as sleep } from "node:timers/promises";
import type { LocalFunction } from "local-aws";
import { mailsOf } from "../parts/mail.ts";
import { peakMiBOf } from "../parts/processes.ts";
import { rounded } from "../parts/spread.ts";
import { type LambdaRunner, quiet, startLambda } from "../peers/lambda.ts";
import type { MemoryPoint } from "../results.ts";
import { fileStore } from "./file-store.ts";
import type { BenchOptions } from "./options.ts";
import { progress } from "./progress.ts";
import { sendAll } from "./send-all.ts";
import { DOT_MS } from "./settings.ts";

const CONNECTIONS = 3;
const MEMORIES_MIB = [256, 512, 1024];
const WARM_UP = 20;
/** As many as a batch opens at a time. */
const LARGE = 2;
/** As base64 a mail of 23 MB, which is near Gmail's 25. */
const FILE_BYTES = 17_000_000;
const LARGE_MS = 60_000;

/** List prices of us-east-1, arm64, in USD. */
const PER_GB_SECOND = 0.0000133334;
const PER_REQUEST = 0.2 / 1_000_000;

/**
 * The sender with less and more memory. Lambda gives CPU by memory, which a local run doesn't: with
 * 256 MB the CPU's part of billed time would be longer there, the waiting for Google the same.
 */
export async function measureMemory({
	messages,
}: BenchOptions): Promise<readonly MemoryPoint[]> {
	const runner = await startLambda("ours", {
		connections: CONNECTIONS,
		dotMs: DOT_MS,
	});
	const files = await fileStore(runner.deployed);
	try {
		const points: MemoryPoint[] = [];
		for (const memoryMiB of MEMORIES_MIB) {
			const { fn } = runner.deployed;
			fn.configure({ memoryMiB });
			// A sender sends an id once, so each memory has ids of its own.
			await sendAll(runner, mailsOf(`warm-${memoryMiB}`, WARM_UP));
			const invocations = countInvocations(fn);
			const { billedMs = 0 } = await sendAll(
				runner,
				mailsOf(`of-${memoryMiB}`, messages),
			);
			const requests = invocations.end() / messages;
			const gbSeconds = ((billedMs / 1000) * memoryMiB) / 1024;
			const cost = 1000 * (gbSeconds * PER_GB_SECOND + requests * PER_REQUEST);
			const large = await files.attach(
				mailsOf(`large-${memoryMiB}`, LARGE),
				FILE_BYTES,
			);
			const isOut = await goOut(
				runner,
				large.map((mail) => JSON.stringify(mail)),
			);
			const peakMiB = Math.max(
				...fn.environments.map(({ pid = 0 }) => peakMiBOf(pid)),
			);
			points.push({
				memoryMiB,
				billedMs: rounded(billedMs),
				cost: Number(cost.toPrecision(3)),
				peakMiB,
				carriesLargest: isOut && peakMiB <= memoryMiB,
			});
			progress(`memory: ${JSON.stringify(points.at(-1))}`);
		}
		return points;
	} finally {
		files.stop();
		await runner.stop();
	}
}

function countInvocations(fn: LocalFunction) {
	let count = 0;
	const invoke = fn.invoke.bind(fn);
	fn.invoke = (...args) => {
		count += 1;
		return invoke(...args);
	};
	return {
		end(): number {
			fn.invoke = invoke;
			return count;
		},
	};
}

/** Whether messages are taken by the server before long. */
async function goOut(
	runner: LambdaRunner,
	bodies: readonly string[],
): Promise<boolean> {
	const { gmail, deployed } = runner;
	const before = gmail.log.accepted.length;
	await deployed.fill(bodies);
	runner.go();
	await Promise.race([
		quiet(deployed),
		sleep(LARGE_MS, undefined, { ref: false }),
	]);
	await runner.rest();
	return gmail.log.accepted.length === before + bodies.length;
}
