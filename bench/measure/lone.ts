import { setTimeout as sleep } from "node:timers/promises";
import { mailOf, mailsOf } from "../parts/mail.ts";
import { spreadOf } from "../parts/spread.ts";
import { type LambdaRunner, quiet, startLambda } from "../peers/lambda.ts";
import { type PoolRunner, startPool } from "../peers/pool.ts";
import type { Lone, Spread } from "../results.ts";
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
	const started: (LambdaRunner | PoolRunner)[] = [];
	const keep = <T extends LambdaRunner | PoolRunner>(runner: T): T => {
		started.push(runner);
		return runner;
	};
	try {
		const ours = keep(await startLambda("ours", settings));
		const naive = keep(await startLambda("naive", settings));
		const bare = keep(
			await startPool({ ...settings, connections: 1, environments: 1 }),
		);
		for (const runner of [ours, naive, bare])
			await sendAll(runner, mailsOf("warm", WARM_UP));
		ours.go();
		naive.go();
		const newly = (runner: LambdaRunner) => {
			runner.deployed.fn.stop();
			return throughQueue(runner);
		};
		const warm = await inTurn(samples, "warm", {
			ours: () => throughQueue(ours),
			bare: () => directly(bare),
		});
		const cold = await inTurn(Math.ceil(samples / 2.1), "cold", {
			ours: () => newly(ours),
			naive: () => newly(naive),
			async bare() {
				await bare.renew();
				return directly(bare);
			},
		});
		return { warm, cold };
	} finally {
		for (const runner of started) await runner.stop();
	}
}

async function inTurn<Way extends string>(
	samples: number,
	what: string,
	ways: Readonly<Record<Way, () => Promise<number>>>,
): Promise<Record<Way, Spread>> {
	const names = Object.keys(ways) as Way[];
	const times = new Map<Way, number[]>(names.map((name) => [name, []]));
	for (let sample = 0; sample < samples; sample += 1)
		for (const name of names) times.get(name)?.push(await ways[name]());
	const spreads = Object.fromEntries(
		names.map((name) => [name, spreadOf(times.get(name) ?? [])]),
	) as Record<Way, Spread>;
	const told = names.map((name) => `${name} ${spreads[name].median} ms`);
	progress(`a lone mail, ${what}: ${told.join(", ")}`);
	return spreads;
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
