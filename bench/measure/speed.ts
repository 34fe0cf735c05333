import { mailsOf } from "../parts/mail.ts";
import { rounded, spreadOf } from "../parts/spread.ts";
import type { Runner } from "../peers/runner.ts";
import { CONTESTANTS, skipped, startRunner } from "../peers/start.ts";
import type { SpeedRow, SpeedTable } from "../results.ts";
import type { BenchOptions } from "./options.ts";
import { progress } from "./progress.ts";
import { type Measured, sendAll } from "./send-all.ts";
import { arithmeticRate, DOT_MS } from "./settings.ts";

const CONNECTIONS = [3, 5];
const WARM_UP = 30;

/** Every contestant sends what waits, in turn, several times. */
export async function measureSpeed(
	options: BenchOptions,
): Promise<readonly SpeedTable[]> {
	const tables: SpeedTable[] = [];
	for (const connections of CONNECTIONS)
		tables.push(await measureTable(connections, options));
	return tables;
}

async function measureTable(
	connections: number,
	options: BenchOptions,
): Promise<SpeedTable> {
	const runners: Runner[] = [];
	const absent = skipped().map(({ who }) => who);
	const measured = new Map<Runner, Measured[]>();
	try {
		for (const who of CONTESTANTS.filter((one) => !absent.includes(one)))
			runners.push(await startRunner(who, { connections, dotMs: DOT_MS }));
		for (const runner of runners) {
			progress(`speed, 2 × ${connections}: ${runner.who} warms up`);
			await sendAll(runner, mailsOf("warm", WARM_UP));
			measured.set(runner, []);
		}
		for (let round = 0; round < options.runs; round += 1)
			for (const runner of runners) {
				const count =
					runner.who === "naive" ? options.naiveMessages : options.messages;
				const one = await sendAll(runner, mailsOf(`run-${round}`, count));
				measured.get(runner)?.push(one);
				progress(
					`speed, 2 × ${connections}, run ${round + 1}: ${runner.who} ${one.perSecond.toFixed(1)} messages/s`,
				);
			}
	} finally {
		for (const runner of runners) await runner.stop();
	}
	return {
		connections,
		messages: options.messages,
		arithmetic: rounded(arithmeticRate(connections)),
		rows: [...measured].map(([{ who }, runs]) => rowOf(who, runs)),
	};
}

function rowOf(who: SpeedRow["who"], runs: readonly Measured[]): SpeedRow {
	const billed = runs.flatMap(({ billedMs }) => billedMs ?? []);
	return {
		who,
		perSecond: spreadOf(runs.map(({ perSecond }) => perSecond)),
		connections: spreadOf(runs.map(({ connections }) => connections)).median,
		logins: spreadOf(runs.map(({ logins }) => logins)).median,
		...(billed.length === 0 ? {} : { billedMs: spreadOf(billed) }),
		cpuMs: spreadOf(runs.map(({ cpuMs }) => cpuMs)),
	};
}
