import { setTimeout as sleep } from "node:timers/promises";
import { mailOf, mailsOf } from "../parts/mail.ts";
import { spreadOf } from "../parts/spread.ts";
import { type LambdaRunner, quiet, startLambda } from "../peers/lambda.ts";
import { type PoolRunner, startPool } from "../peers/pool.ts";
import type { Lone } from "../results.ts";
import type { BenchOptions } from "./options.ts";
import { progress } from "./progress.ts";
import { sendAll } from "./send-all.ts";
import { DOT_MS } from "./settings.ts";

const CONNECTIONS = 3;
const WARM_UP = 20;
/** Until what was sent before is settled. */
const PAUSE_MS = 200;

/** One message at a time, from SendMessage to the server's 250, against a bare transport. */
export async function measureLone({ samples }: BenchOptions): Promise<Lone> {
	const settings = { connections: CONNECTIONS, dotMs: DOT_MS };
	const ours = await startLambda("ours", settings);
	const bare = await startPool({
		...settings,
		connections: 1,
		environments: 1,
	}).catch(async (error) => {
		await ours.stop();
		throw error;
	});
	try {
		await sendAll(ours, mailsOf("warm", WARM_UP));
		await sendAll(bare, mailsOf("warm", WARM_UP));
		ours.go();
		const warm = await inTurn(samples, "warm", {
			ours: () => throughQueue(ours),
			bare: () => directly(bare),
		});
		const cold = await inTurn(Math.ceil(samples / 2.1), "cold", {
			async ours() {
				ours.deployed.fn.stop();
				return throughQueue(ours);
			},
			async bare() {
				await bare.renew();
				return directly(bare);
			},
		});
		return { warm, cold };
	} finally {
		await bare.stop();
		await ours.stop();
	}
}

async function inTurn(
	samples: number,
	what: string,
	ways: Readonly<Record<"ours" | "bare", () => Promise<number>>>,
): Promise<Lone["warm"]> {
	const ours: number[] = [];
	const bare: number[] = [];
	for (let sample = 0; sample < samples; sample += 1) {
		ours.push(await ways.ours());
		bare.push(await ways.bare());
	}
	const result = { ours: spreadOf(ours), bare: spreadOf(bare) };
	progress(
		`a lone mail, ${what}: ours ${result.ours.median} ms, bare ${result.bare.median} ms`,
	);
	return result;
}

async function throughQueue(runner: LambdaRunner): Promise<number> {
	const next = nextMail(runner);
	const started = now();
	await runner.fill([mailOf(crypto.randomUUID())]);
	const ended = await next;
	await quiet(runner.deployed);
	await sleep(PAUSE_MS);
	return ended - started;
}

async function directly(runner: PoolRunner): Promise<number> {
	const next = nextMail(runner);
	await runner.fill([mailOf(crypto.randomUUID())]);
	runner.go();
	const ended = await next;
	await runner.rest();
	await sleep(PAUSE_MS);
	return ended - runner.startedAt;
}

function nextMail({ gmail }: LambdaRunner | PoolRunner): Promise<number> {
	return new Promise((resolve) => {
		const end = gmail.onMail(() => {
			end();
			resolve(now());
		});
	});
}

/** Epoch ms with fractions, the same in every process: `Date` is the run's own clock. */
function now(): number {
	return performance.timeOrigin + performance.now();
}
